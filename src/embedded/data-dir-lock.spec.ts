import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataDirInUse, lockDataDir } from './data-dir-lock.js';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'white-cross-lock-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

it('refuses a second holder and names the first', async () => {
  const lock = await lockDataDir(dataDir);
  await expect(lockDataDir(dataDir)).rejects.toThrow(`process ${process.pid}`);
  lock.release();
  (await lockDataDir(dataDir)).release();
});

it('is waited for when its holder is about to end', async () => {
  const lock = await lockDataDir(dataDir);
  lock.announceEnd();
  const heir = lockDataDir(dataDir);
  setTimeout(() => lock.release(), 3000);
  (await heir).release();
});

it('is free again once its holder was killed', async () => {
  const holder = spawn(process.execPath, ['--no-warnings', '--input-type=module', '--eval', HOLDER, dataDir]);
  await once(holder.stdout, 'data');
  await expect(lockDataDir(dataDir)).rejects.toThrow(DataDirInUse);
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  (await lockDataDir(dataDir)).release();
});

/** Holds the same lock in another process, which needs no compiled sources. */
const HOLDER = `
  import { DatabaseSync } from 'node:sqlite';
  const database = new DatabaseSync(process.argv[1] + '/lock.sqlite');
  database.exec('BEGIN EXCLUSIVE');
  console.log('held');
  setInterval(() => database.isOpen, 1000);
`;
