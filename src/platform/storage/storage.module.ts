import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { ENV, type Env } from '../../config/env.js';
import { FileStore } from './file-store.js';
import { OBJECT_STORE, type ObjectStore } from './object-store.js';

/** The object store that the configuration names. */
@Global()
@Module({
  providers: [{ provide: OBJECT_STORE, inject: [ENV], useFactory: openStore }],
  exports: [OBJECT_STORE],
})
export class StorageModule {}

async function openStore({ storage, dataDir }: Env): Promise<ObjectStore> {
  if (storage.driver === 's3') {
    // Loaded only where it is used: the SDK costs 30 MB of memory and a part of the start.
    const { S3Store } = await import('./s3-store.js');
    return new S3Store(storage.s3);
  }
  const store = new FileStore(join(dataDir, 'objects'));
  await store.removeLeftovers();
  return store;
}
