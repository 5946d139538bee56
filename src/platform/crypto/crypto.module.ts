import { createSecretKey } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import { ENV, type Env } from '../../config/env.js';
import { BlindIndex } from './blind-index.js';
import { KEY_PROVIDER } from './key-provider.js';
import { KeyRing } from './key-ring.js';
import { PatientKeys } from './patient-keys.js';

/** Sealing under a key per patient, and blind indexes, for every module. */
@Global()
@Module({
  providers: [
    {
      provide: KEY_PROVIDER,
      inject: [ENV],
      useFactory: ({ keys }: Env) => new KeyRing([keys.encryptionKey, ...keys.retiredEncryptionKeys]),
    },
    {
      provide: BlindIndex,
      inject: [ENV],
      useFactory: ({ keys }: Env) => new BlindIndex(createSecretKey(keys.blindIndexKey)),
    },
    PatientKeys,
  ],
  exports: [KEY_PROVIDER, BlindIndex, PatientKeys],
})
export class CryptoModule {}
