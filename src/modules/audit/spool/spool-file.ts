import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { hostname } from 'node:os';
import { open, rm, type FileHandle } from 'node:fs/promises';
import type { KeyProvider } from '../../../platform/crypto/key-provider.js';
import { encodeParts } from '../../../platform/crypto/seal-context.js';
import { openBytes, sealBytes } from '../../../platform/crypto/sealed-box.js';

const LENGTH_BYTES = 4;
const KEY_BYTES = 32;
const FORMAT = 1;

/** Who writes a spool file, and its key, wrapped. */
export interface SpoolHeader {
  name: string;
  pid: number;
  host: string;
  kekId: string;
  wrappedKey: string;
}

/**
 * An append-only file of sealed frames, each durable (`fdatasync`) when `append` resolves. A frame cut short by a crash was never
 * acknowledged and is left out on reading; a frame that was changed stops the reading with `SealBroken`.
 */
export class SpoolFile {
  private cursor: number;
  private taken = 0;
  private frames = 0;
  /** A frame could not be written: a piece of it may lie behind the last one. */
  private isTorn = false;

  private constructor(
    private readonly handle: FileHandle,
    readonly header: SpoolHeader,
    private readonly key: KeyObject,
    private readonly start: number,
    private end: number,
  ) {
    this.cursor = start;
  }

  /** A new, empty spool file at `path`. */
  static async create(path: string, name: string, provider: KeyProvider): Promise<SpoolFile> {
    const dataKey = randomBytes(KEY_BYTES);
    const { kekId, wrapped } = provider.wrap(dataKey, ownerOf(name));
    const header = { name, pid: process.pid, host: hostname(), kekId, wrappedKey: wrapped.toString('base64') };
    const handle = await open(path, 'wx+', 0o600);
    const bytes = framed(Buffer.from(JSON.stringify(header)));
    try {
      await writeAll(handle, bytes, 0);
      await handle.sync();
    } catch (error) {
      // On a full disk every flush tries this: nothing may be left open, or lie about.
      await handle.close();
      await rm(path);
      throw error;
    }
    return new SpoolFile(handle, header, createSecretKey(dataKey), bytes.length, bytes.length);
  }

  /** A spool file that a process left behind; undefined when not even its header was written. */
  static async open(path: string, provider: KeyProvider): Promise<SpoolFile | undefined> {
    const handle = await open(path, 'r+');
    const first = await readFrame(handle, 0);
    if (!first) {
      await handle.close();
      return undefined;
    }
    const header = JSON.parse(first.toString('utf8')) as SpoolHeader;
    const wrapped = Buffer.from(header.wrappedKey, 'base64');
    const key = provider.unwrap({ kekId: header.kekId, wrapped }, ownerOf(header.name));
    const start = LENGTH_BYTES + first.length;
    return new SpoolFile(handle, header, key, start, (await handle.stat()).size);
  }

  /** Bytes of frames in the file. */
  get bytes(): number {
    return this.end - this.start;
  }

  /** Adds a frame; durable when it resolves. When it rejects, the next one takes its place. */
  async append(plaintext: Buffer): Promise<void> {
    const frame = framed(sealBytes(this.key, FORMAT, this.place(this.frames), plaintext));
    if (this.isTorn) await this.handle.truncate(this.end);
    this.isTorn = true;
    await writeAll(this.handle, frame, this.end);
    await this.handle.datasync();
    this.isTorn = false;
    this.end += frame.length;
    this.frames++;
  }

  /**
   * The frames not yet taken, in order; those appended meanwhile too. A frame counts as taken when the next one is asked for.
   */
  async *untaken(): AsyncGenerator<Buffer> {
    while (this.cursor < this.end) {
      const frame = await readFrame(this.handle, this.cursor);
      if (!frame) return;
      yield openBytes(this.key, this.place(this.taken), frame);
      this.cursor += LENGTH_BYTES + frame.length;
      this.taken++;
    }
  }

  /** Shows other processes that this file's writer is alive. */
  async touch(): Promise<void> {
    const now = new Date();
    await this.handle.utimes(now, now);
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  private place(index: number): Buffer {
    return encodeParts(['audit spool', this.header.name, String(index)]);
  }
}

/** A disk that is nearly full takes a piece, and says so only by the count; the rest is then refused with ENOSPC. */
async function writeAll(handle: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, at + done);
    done += bytesWritten;
  }
}

function ownerOf(name: string): Buffer {
  return encodeParts(['audit spool', name]);
}

function framed(bytes: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(LENGTH_BYTES + bytes.length);
  frame.writeUInt32BE(bytes.length, 0);
  bytes.copy(frame, LENGTH_BYTES);
  return frame;
}

/** The frame at `offset`, or undefined when it is not all there. */
async function readFrame(handle: FileHandle, offset: number): Promise<Buffer | undefined> {
  const length = await readExactly(handle, offset, LENGTH_BYTES);
  return length && readExactly(handle, offset + LENGTH_BYTES, length.readUInt32BE(0));
}

async function readExactly(handle: FileHandle, offset: number, length: number): Promise<Buffer | undefined> {
  const { size } = await handle.stat();
  if (offset + length > size) return undefined;
  const bytes = Buffer.allocUnsafe(length);
  const { bytesRead } = await handle.read(bytes, 0, length, offset);
  return bytesRead === length ? bytes : undefined;
}
