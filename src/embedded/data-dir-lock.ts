import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
  release(): void;
}

/**
 * Takes DATA_DIR for this process alone. What holds it is a file lock of the operating system (taken through SQLite, for Node
 * offers none by itself), so `kill -9` releases it, and no stale pid file can keep a machine from starting.
 *
 * @throws DataDirInUse when another process holds it
 */
export function lockDataDir(dataDir: string): DataDirLock {
  mkdirSync(dataDir, { recursive: true });
  const holderFile = join(dataDir, 'supervisor.pid');
  const database = new DatabaseSync(join(dataDir, 'lock.sqlite'), { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error;
    throw new DataDirInUse(dataDir, readFileSync(holderFile, { encoding: 'utf8', flag: 'a+' }).trim() || 'unknown');
  }
  writeFileSync(holderFile, `${process.pid}\n`);
  return { release: () => database.close() };
}

const SQLITE_BUSY = 5;
