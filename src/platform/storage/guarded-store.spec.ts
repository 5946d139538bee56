import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Stub } from '../../testing/s3-stub.js';
import { FileStore } from './file-store.js';
import { GuardedStore } from './guarded-store.js';
import { ObjectMissing, StorageUnavailable } from './object-store.js';
import { S3Store } from './s3-store.js';

async function* bytes(): AsyncIterable<Uint8Array> {
  yield await Promise.resolve(Buffer.from('x'));
}

describe('a store behind its circuit breaker', () => {
  const stub = new S3Stub();
  afterAll(() => stub.close());

  it('is refused at once after a few failures, and asked again when the probe is answered', async () => {
    const changes: boolean[] = [];
    const settings = {
      endpoint: await stub.listen(),
      region: 'us-east-1',
      bucket: 'bucket',
      prefix: '',
      accessKeyId: 'test',
      secretAccessKey: 'test',
      forcePathStyle: true,
    };
    const store = new GuardedStore(new S3Store(settings), (isOpen) => changes.push(isOpen));
    await store.put('a', bytes());
    stub.failing = 403;
    for (let call = 0; call < 4; call++) await expect(store.size('a')).rejects.toThrow(StorageUnavailable);
    expect(changes).toEqual([true]);
    stub.failing = undefined;
    // The store is well, but nobody has noticed yet.
    await expect(store.size('a')).rejects.toMatchObject({ status: 503, code: 'dependency-unavailable' });
    await expect(store.read('a')).rejects.toThrow(StorageUnavailable);
    await store.check();
    expect(changes).toEqual([true, false]);
    expect(await store.size('a')).toBe(1);
  });

  it('takes the caller’s faults for none of its own', async () => {
    const store = new GuardedStore(new FileStore(mkdtempSync(join(tmpdir(), 'white-cross-guarded-'))));
    for (let call = 0; call < 10; call++) await expect(store.read('missing')).rejects.toThrow(ObjectMissing);
    await store.put('a', bytes());
    expect(await store.size('a')).toBe(1);
  });
});
