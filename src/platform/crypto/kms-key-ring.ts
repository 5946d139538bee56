import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { KeyRing } from './key-ring.js';

/** KMS decrypts our keys only together with this context (and logs it), so that a grant for them opens nothing else. */
export const KMS_CONTEXT = { service: 'white-cross', purpose: 'key-encryption-key' };

/** Where the KMS is, and the key-encryption keys as it encrypted them, in base64, the current one first. */
export interface KmsOptions {
  encryptedKeys: readonly string[];
  region: string;
  /** Another address than AWS's, for tests and private endpoints. */
  endpoint?: string;
}

/**
 * A key ring whose keys AWS KMS keeps: the configuration holds them encrypted (`aws kms generate-data-key-without-plaintext`), and
 * each process has them decrypted once at its start. So KMS decides who may start a process, and importing ten thousand
 * patients takes no call to it.
 *
 * @throws the SDK's error when KMS refuses or does not answer: a process without keys must not start
 */
export async function openKmsKeyRing({ encryptedKeys, region, endpoint }: KmsOptions): Promise<KeyRing> {
  const client = new KMSClient({ region, ...(endpoint ? { endpoint } : {}) });
  try {
    const keys = await Promise.all(encryptedKeys.map((text) => decrypt(client, text)));
    const ring = new KeyRing(keys);
    for (const key of keys) key.fill(0);
    return ring;
  } finally {
    client.destroy();
  }
}

async function decrypt(client: KMSClient, text: string): Promise<Uint8Array> {
  const command = new DecryptCommand({ CiphertextBlob: Buffer.from(text, 'base64'), EncryptionContext: KMS_CONTEXT });
  const { Plaintext } = await client.send(command);
  if (!Plaintext) throw new Error('KMS answered without a key');
  return Plaintext;
}
