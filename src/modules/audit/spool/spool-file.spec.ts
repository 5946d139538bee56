import { randomBytes } from 'node:crypto';
import { mkdtemp, open, readdir, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KeyRing } from '../../../platform/crypto/key-ring.js';
import { SpoolFile } from './spool-file.js';

type Write = (this: FileHandle, bytes: Buffer, from: number, length: number, at: number) => Promise<object>;

/** The real disk with so many bytes free: it takes a piece of what does not fit, as a disk does, and then nothing. */
class Disk {
  freeBytes = Number.POSITIVE_INFINITY;
  private readonly write: Write;

  constructor(private readonly handles: { write: Write }) {
    const { write } = handles;
    this.write = write;
    const take = (length: number): number => {
      if (this.freeBytes === 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      const part = Math.min(length, this.freeBytes);
      this.freeBytes -= part;
      return part;
    };
    handles.write = async function (bytes, from, length, at) {
      return write.call(this, bytes, from, take(length), at);
    };
  }

  restore(): void {
    this.handles.write = this.write;
  }
}

const keys = new KeyRing([randomBytes(32)]);
let folder: string;
let path: string;
let disk: Disk;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'white-cross-spool-'));
  path = join(folder, 'one.spool');
  const handle = await open(join(folder, 'any'), 'w');
  disk = new Disk(Object.getPrototypeOf(handle) as { write: Write });
  await handle.close();
});
afterEach(async () => {
  disk.restore();
  await rm(folder, { recursive: true });
});

/** What a process that finds the file reads in it. */
async function found(): Promise<string[]> {
  const file = await SpoolFile.open(path, keys);
  const texts: string[] = [];
  if (!file) return texts;
  for await (const frame of file.untaken()) texts.push(frame.toString());
  await file.close();
  return texts;
}

describe('a spool on a disk that is full', () => {
  it('refuses what does not fit whole, and goes on behind what it has once there is room', async () => {
    const file = await SpoolFile.create(path, 'one', keys);
    await file.append(Buffer.from('first'));
    disk.freeBytes = 20;
    await expect(file.append(Buffer.from('second, of which a piece was taken'))).rejects.toThrow('no space');
    expect(await found()).toEqual(['first']);
    disk.freeBytes = Number.POSITIVE_INFINITY;
    await file.append(Buffer.from('third'));
    await file.append(Buffer.from('fourth'));
    await file.close();
    expect(await found()).toEqual(['first', 'third', 'fourth']);
  });

  it('leaves no file behind that could not be begun', async () => {
    disk.freeBytes = 10;
    await expect(SpoolFile.create(path, 'one', keys)).rejects.toThrow('no space');
    expect(await readdir(folder)).toEqual(['any']);
  });
});
