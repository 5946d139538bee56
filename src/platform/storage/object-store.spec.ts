import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { S3Stub } from '../../testing/s3-stub.js';
import { FileStore } from './file-store.js';
import { ObjectExists, ObjectMissing, type ObjectStore, StorageUnavailable } from './object-store.js';
import { S3Store } from './s3-store.js';

async function* blocksOf(...blocks: (string | Buffer)[]): AsyncIterable<Uint8Array> {
  for (const block of blocks) yield await Promise.resolve(Buffer.from(block as string));
}

async function* brokenAfter(block: Buffer): AsyncIterable<Uint8Array> {
  yield await Promise.resolve(block);
  throw new RangeError('the sender is gone');
}

async function bytesOf(stream: Readable): Promise<Buffer> {
  const blocks: Buffer[] = [];
  for await (const block of stream) blocks.push(block as Buffer);
  return Buffer.concat(blocks);
}

const LARGE = randomBytes(9 * 1024 * 1024);

/** What every store promises. */
function keepsItsPromises(store: () => ObjectStore, leftovers: () => Promise<number>): void {
  it('gives back what was put, with its size and hash', async () => {
    const stored = await store().put('a/small.csv', blocksOf('mrn,', 'cvx\n'));
    const sha256 = createHash('sha256').update('mrn,cvx\n').digest('hex');
    expect(stored).toEqual({ bytes: 8, sha256 });
    expect((await bytesOf(await store().read('a/small.csv'))).toString()).toBe('mrn,cvx\n');
    expect(await store().size('a/small.csv')).toBe(8);
  });

  it('takes an object larger than a part', async () => {
    const stored = await store().put('a/large', blocksOf(LARGE.subarray(0, 5_000_001), LARGE.subarray(5_000_001)));
    expect(stored.sha256).toBe(createHash('sha256').update(LARGE).digest('hex'));
    expect(LARGE.equals(await bytesOf(await store().read('a/large')))).toBe(true);
  });

  it('takes an object of many small pieces, and leaves out the hash where nobody asks', async () => {
    const pieces = Array.from({ length: 20_000 }, (_, i) => `${i},`);
    const stored = await store().put('a/pieces', blocksOf(...pieces), { isUnhashed: true });
    expect(stored).toEqual({ bytes: Buffer.byteLength(pieces.join('')), sha256: '' });
    expect((await bytesOf(await store().read('a/pieces'))).toString()).toBe(pieces.join(''));
  });

  it('says of each block when it holds it no longer, so that its memory may be used again', async () => {
    const blocks: Uint8Array[] = Array.from({ length: 40 }, (_, i) => Buffer.alloc(300_001, i));
    const whole = Buffer.concat(blocks);
    const released: number[] = [];
    await store().put(
      'a/released',
      (async function* () {
        for (const block of blocks) yield await Promise.resolve(block);
      })(),
      {
        onReleased: (block) => {
          released.push(blocks.indexOf(block));
          block.fill(255);
        },
      },
    );
    expect(released).toEqual([...blocks.keys()]);
    expect(whole.equals(await bytesOf(await store().read('a/released')))).toBe(true);
  });

  it('takes an empty object', async () => {
    expect((await store().put('a/empty', blocksOf())).bytes).toBe(0);
    expect(await bytesOf(await store().read('a/empty'))).toHaveLength(0);
  });

  it('reads from a byte on, and up to one', async () => {
    await store().put('a/range', blocksOf('0123456789'));
    const text = async (range: { start?: number; end?: number }) =>
      (await bytesOf(await store().read('a/range', range))).toString();
    expect(await text({ start: 7 })).toBe('789');
    expect(await text({ start: 2, end: 5 })).toBe('234');
    expect(await text({ start: 10 })).toBe('');
    expect(await text({ start: 3, end: 3 })).toBe('');
  });

  it('keeps nothing of an upload that broke off', async () => {
    await expect(store().put('a/broken', brokenAfter(LARGE))).rejects.toThrow('the sender is gone');
    await expect(store().put('a/broken', brokenAfter(Buffer.from('x')))).rejects.toThrow('the sender is gone');
    expect(await store().size('a/broken')).toBeUndefined();
    expect(await leftovers()).toBe(0);
  });

  it('keeps nothing of an upload that was given up', async () => {
    const signal = AbortSignal.abort(new RangeError('given up'));
    await expect(store().put('a/aborted', blocksOf('x'), { signal })).rejects.toThrow('given up');
    expect(await store().size('a/aborted')).toBeUndefined();
  });

  it('replaces an object, unless it is to be written once', async () => {
    await store().put('a/once', blocksOf('first'), { isWriteOnce: true });
    await expect(store().put('a/once', blocksOf('second'), { isWriteOnce: true })).rejects.toThrow(ObjectExists);
    expect((await bytesOf(await store().read('a/once'))).toString()).toBe('first');
    await store().put('a/once', blocksOf('third'));
    expect((await bytesOf(await store().read('a/once'))).toString()).toBe('third');
  });

  it('deletes, also what is not there', async () => {
    await store().put('a/gone', blocksOf('x'));
    await store().delete('a/gone');
    await store().delete('a/gone');
    await expect(store().read('a/gone')).rejects.toThrow(ObjectMissing);
  });

  it('lists by prefix', async () => {
    await store().put('list/one', blocksOf('1'));
    await store().put('list/two', blocksOf('22'));
    await store().put('lists', blocksOf('333'));
    const keys: string[] = [];
    for await (const { key, bytes } of store().list('list/')) keys.push(`${key} ${bytes}`);
    expect(keys.sort()).toEqual(['list/one 1', 'list/two 2']);
  });

  it.each(['../secret', 'a/../b', '/a', 'a//b', '', '.incoming/x', 'a/b\0c', 'ä'])(
    'refuses the key %j',
    async (key) => {
      await expect(store().put(key, blocksOf('x'))).rejects.toThrow(TypeError);
    },
  );

  it('says that it is there', async () => {
    await expect(store().check()).resolves.toBeUndefined();
  });
}

describe('FileStore', () => {
  let root = '';
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'white-cross-store-'));
  });
  afterAll(() => rm(root, { recursive: true }));

  keepsItsPromises(
    () => new FileStore(root),
    async () => (await readdir(join(root, '.incoming'))).length,
  );

  it('tells a folder that it may not use as unavailable', async () => {
    await new FileStore(root).put('file', blocksOf('x'));
    await expect(new FileStore(join(root, 'file')).check()).rejects.toThrow(StorageUnavailable);
  });
});

describe('S3Store', () => {
  const stub = new S3Stub();
  let store: S3Store;
  beforeAll(async () => {
    store = new S3Store({
      endpoint: await stub.listen(),
      region: 'us-east-1',
      bucket: 'bucket',
      prefix: 'white-cross/',
      accessKeyId: 'test',
      secretAccessKey: 'test',
      forcePathStyle: true,
    });
  });
  afterEach(() => {
    stub.failing = undefined;
  });
  afterAll(() => stub.close());

  keepsItsPromises(
    () => store,
    () => Promise.resolve(stub.uploads.size),
  );

  it('keeps its objects below the prefix', async () => {
    await store.put('where', blocksOf('x'));
    expect(stub.objects.has('white-cross/where')).toBe(true);
  });

  it('tells a store that fails as unavailable', async () => {
    stub.failing = 403;
    await expect(store.put('a', blocksOf('x'))).rejects.toThrow(StorageUnavailable);
    await expect(store.read('a')).rejects.toThrow(StorageUnavailable);
    await expect(store.check()).rejects.toThrow(StorageUnavailable);
  });
});
