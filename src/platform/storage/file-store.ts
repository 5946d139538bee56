import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, open, opendir, rename, rm, stat, unlink, type FileHandle } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import {
  assertKey,
  type ListedObject,
  ObjectExists,
  ObjectMissing,
  type ObjectStore,
  type PutOptions,
  StorageUnavailable,
  type StoredObject,
} from './object-store.js';

const INCOMING = '.incoming';
/** So much is gathered before it is written: as long as the writing of as much takes. */
const WRITE_BYTES = 512 * 1024;
/**
 * So much is brought to the disk while more comes: the sync at the end is short then, and a commit of the database on the same disk does
 * not wait for all of a large file.
 */
const SYNC_BYTES = 8 * 1024 * 1024;
const LEFTOVER_AGE_MS = 24 * 3_600_000;

/**
 * Objects as files under one folder, for one machine or a shared file system. A file is written beside the tree, synced,
 * then moved to its name in one step, and the folder is synced too: after a power cut it is there whole or not at all.
 */
export class FileStore implements ObjectStore {
  constructor(private readonly root: string) {}

  async put(key: string, source: AsyncIterable<Uint8Array>, options: PutOptions = {}): Promise<StoredObject> {
    assertKey(key);
    const target = join(this.root, key);
    const incoming = join(this.root, INCOMING, randomUUID());
    await inStorage(async () => {
      await mkdir(dirname(incoming), { recursive: true });
      await mkdir(dirname(target), { recursive: true });
    });
    try {
      const stored = await write(incoming, source, options);
      await this.publish(incoming, target, key, options.isWriteOnce ?? false);
      return stored;
    } finally {
      await rm(incoming, { force: true });
    }
  }

  async read(key: string, range: { start?: number; end?: number } = {}): Promise<Readable> {
    assertKey(key);
    const bytes = await this.size(key);
    if (bytes === undefined) throw new ObjectMissing(key);
    const { start = 0, end = bytes } = range;
    const last = Math.min(end, bytes) - 1;
    // An empty range has no expression in `createReadStream`, whose `end` is inclusive.
    if (start > last) return Readable.from([]);
    return createReadStream(join(this.root, key), { start, end: last, highWaterMark: 1 << 18 });
  }

  localPath(key: string): string {
    assertKey(key);
    return join(this.root, key);
  }

  async size(key: string): Promise<number | undefined> {
    assertKey(key);
    try {
      return (await stat(join(this.root, key))).size;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw new StorageUnavailable(error);
    }
  }

  async delete(key: string): Promise<void> {
    assertKey(key);
    await inStorage(() => rm(join(this.root, key), { force: true }));
  }

  async *list(prefix: string): AsyncIterable<ListedObject> {
    const folder = prefix.includes('/') ? join(this.root, dirname(`${prefix}x`)) : this.root;
    for await (const path of filesBelow(folder)) {
      const key = relative(this.root, path).split(sep).join('/');
      if (!key.startsWith(prefix) || key.startsWith(INCOMING)) continue;
      const { size, mtime } = await stat(path);
      yield { key, bytes: size, modifiedAt: mtime };
    }
  }

  async check(): Promise<void> {
    await inStorage(async () => {
      await mkdir(join(this.root, INCOMING), { recursive: true });
      await stat(this.root);
    });
  }

  /** Removes what uploads cut off by a crash have left, once nobody can still be writing it. */
  async removeLeftovers(): Promise<void> {
    const folder = join(this.root, INCOMING);
    await mkdir(folder, { recursive: true });
    for await (const path of filesBelow(folder)) {
      if ((await stat(path)).mtimeMs < Date.now() - LEFTOVER_AGE_MS) await unlink(path);
    }
  }

  private async publish(incoming: string, target: string, key: string, isWriteOnce: boolean): Promise<void> {
    await inStorage(async () => {
      if (isWriteOnce) {
        try {
          await link(incoming, target);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new ObjectExists(key);
          throw error;
        }
      } else {
        await rename(incoming, target);
      }
      await syncFolder(dirname(target));
    });
  }
}

/**
 * Writes a file while its next blocks come. What has come meanwhile goes in one call: a call for each 64 KB that was waited for made
 * half of the time of an upload.
 */
async function write(
  path: string,
  source: AsyncIterable<Uint8Array>,
  { signal, isUnhashed = false, onReleased }: PutOptions,
): Promise<StoredObject> {
  const hash = isUnhashed ? undefined : createHash('sha256');
  const file = await inStorage(() => open(path, 'wx', 0o600));
  let bytes = 0;
  let gathered: Uint8Array[] = [];
  let gatheredBytes = 0;
  let unsyncedBytes = 0;
  let writing: Promise<void> = Promise.resolve();
  let syncing: Promise<unknown> = Promise.resolve();
  const flush = async (): Promise<void> => {
    const blocks = gathered;
    gathered = [];
    gatheredBytes = 0;
    await writing;
    writing = inStorage(() => writeAll(file, blocks)).then(() => {
      if (onReleased) blocks.forEach(onReleased);
    });
    if (unsyncedBytes >= SYNC_BYTES) {
      unsyncedBytes = 0;
      const written = writing;
      syncing = Promise.all([syncing, written.then(() => inStorage(() => file.datasync()))]);
    }
    // Whoever flushes next, or the end, hears of a failure; until then it must not count as unheard.
    writing.catch(() => undefined);
    syncing.catch(() => undefined);
  };
  try {
    for await (const block of source) {
      signal?.throwIfAborted();
      hash?.update(block);
      bytes += block.length;
      unsyncedBytes += block.length;
      gathered.push(block);
      gatheredBytes += block.length;
      if (gatheredBytes >= WRITE_BYTES) await flush();
    }
    signal?.throwIfAborted();
    await flush();
    await writing;
    await syncing;
    await inStorage(() => file.sync());
  } finally {
    await Promise.allSettled([writing, syncing]);
    await file.close();
  }
  return { bytes, sha256: hash?.digest('hex') ?? '' };
}

async function writeAll(file: FileHandle, blocks: readonly Uint8Array[]): Promise<void> {
  let left = blocks.filter(({ length }) => length > 0);
  while (left.length > 0) left = without(left, (await file.writev(left)).bytesWritten);
}

/** What is left of blocks once so many bytes of them are written. */
function without(blocks: readonly Uint8Array[], count: number): Uint8Array[] {
  let written = count;
  const left: Uint8Array[] = [];
  for (const block of blocks) {
    if (written < block.length) left.push(block.subarray(written));
    written = Math.max(0, written - block.length);
  }
  return left;
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function* filesBelow(folder: string): AsyncIterable<string> {
  let entries;
  try {
    entries = await opendir(folder);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  for await (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** Runs an act on the file system and tells its failure as the store's, never as the caller's. */
async function inStorage<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof ObjectExists) throw error;
    throw new StorageUnavailable(error);
  }
}
