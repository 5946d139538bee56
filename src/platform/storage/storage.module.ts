import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { ENV, type Env } from '../../config/env.js';
import { Circuits } from '../resilience/circuits.js';
import { FileStore } from './file-store.js';
import { GuardedStore } from './guarded-store.js';
import { OBJECT_STORE, type ObjectStore } from './object-store.js';

/** The object store that the configuration names. */
@Global()
@Module({
  providers: [{ provide: OBJECT_STORE, inject: [ENV, { token: Circuits, optional: true }], useFactory: openStore }],
  exports: [OBJECT_STORE],
})
export class StorageModule {}

async function openStore({ storage, dataDir }: Env, circuits?: Circuits): Promise<ObjectStore> {
  if (storage.driver === 's3') {
    // Loaded only where it is used: the SDK costs 30 MB of memory and a part of the start.
    const { S3Store } = await import('./s3-store.js');
    return new GuardedStore(new S3Store(storage.s3), (isOpen) => circuits?.note('object store', isOpen));
  }
  const store = new FileStore(join(dataDir, 'objects'));
  await store.removeLeftovers();
  return store;
}
