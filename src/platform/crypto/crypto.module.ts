import { createSecretKey } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import { ENV, type Env } from '../../config/env.js';
import { BlindIndex } from './blind-index.js';
import { KEY_PROVIDER, type KeyProvider } from './key-provider.js';
import { KeyRewrapping } from './key-rewrapping.js';
import { KeyRing } from './key-ring.js';
import { PatientKeys } from './patient-keys.js';

/** Sealing under a key per patient, and blind indexes, for every module. */
@Global()
@Module({
  providers: [
    {
      provide: KEY_PROVIDER,
      inject: [ENV],
      useFactory: keyProvider,
    },
    {
      provide: BlindIndex,
      inject: [ENV],
      useFactory: ({ keys }: Env) => new BlindIndex(createSecretKey(keys.blindIndexKey)),
    },
    PatientKeys,
    KeyRewrapping,
  ],
  exports: [KEY_PROVIDER, BlindIndex, PatientKeys, KeyRewrapping],
})
export class CryptoModule {}

async function keyProvider({ keys }: Env): Promise<KeyProvider> {
  if (keys.kmsEncryptedKeys === '') return new KeyRing([keys.encryptionKey, ...keys.retiredEncryptionKeys]);
  const { openKmsKeyRing } = await import('./kms-key-ring.js');
  const encryptedKeys = keys.kmsEncryptedKeys.split(',').map((text) => text.trim());
  return openKmsKeyRing({ encryptedKeys, region: keys.kmsRegion, endpoint: keys.kmsEndpoint });
}
