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

it('refuses a second holder and names the first', () => {
  const lock = lockDataDir(dataDir);
  expect(() => lockDataDir(dataDir)).toThrow(DataDirInUse);
  expect(() => lockDataDir(dataDir)).toThrow(`process ${process.pid}`);
  lock.release();
  lockDataDir(dataDir).release();
});

it('is free again once its holder was killed', async () => {
  const holder = spawn(process.execPath, ['--no-warnings', '--input-type=module', '--eval', HOLDER, dataDir]);
  await once(holder.stdout, 'data');
  expect(() => lockDataDir(dataDir)).toThrow(DataDirInUse);
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  lockDataDir(dataDir).release();
});

/** Holds the same lock in another process, which needs no compiled sources. */
const HOLDER = `
  import { DatabaseSync } from 'node:sqlite';
  const database = new DatabaseSync(process.argv[1] + '/lock.sqlite');
  database.exec('BEGIN EXCLUSIVE');
  console.log('held');
  setInterval(() => database.isOpen, 1000);
`;
