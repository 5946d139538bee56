import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { StartupError } from '../supervisor/startup-error.js';

/** DATA_DIR is already served by another process of this machine. */
export class DataDirInUse extends StartupError {
  constructor(dataDir: string, holder: string) {
    super(
      `${dataDir} is in use by another White Cross (process ${holder}). Stop that one, or set DATA_DIR to another folder.`,
    );
    this.name = 'DataDirInUse';
  }
}

export interface DataDirLock {
  /** Tells who waits for this folder that it will soon be free. */
  announceEnd(): void;
  release(): void;
}

/** A killed npm is noticed by what it started within this time. */
const PATIENCE_MS = 2000;
/** The time that a holder gets which has announced its end. */
const PATIENCE_WITH_ENDING_MS = 40_000;
const ENDING = 'ending';
const SQLITE_BUSY = 5;

/**
 * Takes DATA_DIR for this process alone. What holds it is a file lock of the operating system (taken through SQLite, for Node
 * offers none by itself), so `kill -9` releases it, and no stale pid file can keep a machine from starting.
 *
 * @throws DataDirInUse when another process holds it and is not about to end
 */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  mkdirSync(dataDir, { recursive: true });
  const holderFile = join(dataDir, 'supervisor.pid');
  for (const begun = Date.now(); ; await sleep(100)) {
    const database = tryToLock(join(dataDir, 'lock.sqlite'));
    if (database) {
      writeFileSync(holderFile, `${process.pid}\n`);
      return {
        announceEnd: () => writeFileSync(holderFile, `${process.pid} ${ENDING}\n`),
        release: () => database.close(),
      };
    }
    const [holder = 'unknown', state] = readFileSync(holderFile, { encoding: 'utf8', flag: 'a+' }).trim().split(' ');
    const patienceMs = state === ENDING ? PATIENCE_WITH_ENDING_MS : PATIENCE_MS;
    if (Date.now() - begun > patienceMs) throw new DataDirInUse(dataDir, holder);
  }
}

function tryToLock(file: string): DatabaseSync | undefined {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error;
    return undefined;
  }
}
