import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { v7 } from 'uuid';
import { ENV, type Env } from '../../../config/env.js';
import { KEY_PROVIDER, type KeyProvider } from '../../../platform/crypto/key-provider.js';
import { BatchStore } from '../trail/batch-store.js';
import { decodeFlush } from './flush-codec.js';
import { SpoolFile } from './spool-file.js';

const SUFFIX = '.spool';
/** A live writer touches its file twice a second; one that did not for this long is gone, whatever its process id says. */
const IDLE_MS = 60_000;
/** Files of this process: after a restart in a container, a dead process may have had the very same id. */
const own = new Set<string>();

/**
 * `DATA_DIR/audit-spool`: one file per outage and process. What a killed process left there is drained by the next that
 * starts; doing it twice does no harm, since every row has its key from the writer.
 */
@Injectable()
export class SpoolFolder {
  private readonly logger = new Logger('audit');
  private readonly path: string;

  constructor(
    private readonly batches: BatchStore,
    @Inject(KEY_PROVIDER) private readonly provider: KeyProvider,
    @Inject(ENV) env: Env,
  ) {
    this.path = join(env.dataDir, 'audit-spool');
  }

  /** A new file for this process. */
  async create(): Promise<SpoolFile> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    const name = v7();
    own.add(name);
    return SpoolFile.create(join(this.path, name + SUFFIX), name, this.provider);
  }

  /** Leaves a file to the next process. */
  async release(file: SpoolFile): Promise<void> {
    await file.close();
    own.delete(file.header.name);
  }

  /** Removes a file whose frames are all in the database. */
  async discard(file: SpoolFile): Promise<void> {
    await this.release(file);
    await rm(join(this.path, file.header.name + SUFFIX));
  }

  /** Drains the files that dead processes left, oldest first; returns how many flushes were found in them. */
  async drainLeftBehind(): Promise<number> {
    let flushes = 0;
    for (const name of await this.names()) flushes += await this.drainFile(join(this.path, name));
    return flushes;
  }

  private async names(): Promise<string[]> {
    try {
      return (await readdir(this.path)).filter((name) => name.endsWith(SUFFIX)).sort();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  private async drainFile(path: string): Promise<number> {
    const file = await SpoolFile.open(path, this.provider);
    if (!file) {
      await rm(path);
      return 0;
    }
    if (await isAlive(file, path)) {
      await file.close();
      return 0;
    }
    let flushes = 0;
    for await (const bytes of file.untaken()) {
      await this.batches.storeAgain(decodeFlush(bytes));
      flushes++;
    }
    await this.discard(file);
    this.logger.log({ msg: 'an audit spool left by another process is drained', flushes });
    return flushes;
  }
}

async function isAlive({ header }: SpoolFile, path: string): Promise<boolean> {
  if (own.has(header.name)) return true;
  if (Date.now() - (await stat(path)).mtimeMs > IDLE_MS) return false;
  if (header.host !== hostname()) return true;
  return header.pid !== process.pid && isRunning(header.pid);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
