import { createHash, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { type KeyProvider, UnknownKek, type WrappedKey } from './key-provider.js';
import { openBytes, sealBytes } from './sealed-box.js';

const KEY_BYTES = 32;
const WRAP_FORMAT = 0;

/**
 * Key-encryption keys held in memory; the first wraps, all unwrap. A key's id is its fingerprint, so that no label can be
 * given to the wrong key.
 */
export class KeyRing implements KeyProvider {
  readonly currentKekId: string;
  private readonly keys = new Map<string, KeyObject>();

  /** @throws RangeError when there is no key, or one is not 32 bytes long */
  constructor(keys: readonly Uint8Array[]) {
    for (const bytes of keys) {
      if (bytes.length !== KEY_BYTES)
        throw new RangeError(`a key-encryption key has ${KEY_BYTES} bytes, not ${bytes.length}`);
      this.keys.set(fingerprint(bytes), createSecretKey(bytes));
    }
    const [current] = this.keys.keys();
    if (current === undefined) throw new RangeError('at least one key-encryption key is needed');
    this.currentKekId = current;
  }

  get kekIds(): readonly string[] {
    return [...this.keys.keys()];
  }

  wrap(dataKey: Uint8Array, owner: Buffer): WrappedKey {
    return { kekId: this.currentKekId, wrapped: sealBytes(this.key(this.currentKekId), WRAP_FORMAT, owner, dataKey) };
  }

  unwrap({ kekId, wrapped }: WrappedKey, owner: Buffer): KeyObject {
    const dataKey = openBytes(this.key(kekId), owner, wrapped);
    const key = createSecretKey(dataKey);
    dataKey.fill(0);
    return key;
  }

  derive(purpose: string, kekId = this.currentKekId): KeyObject {
    const salt = Buffer.alloc(KEY_BYTES);
    return createSecretKey(Buffer.from(hkdfSync('sha256', this.key(kekId), salt, purpose, KEY_BYTES)));
  }

  private key(kekId: string): KeyObject {
    const key = this.keys.get(kekId);
    if (!key) throw new UnknownKek(kekId);
    return key;
  }
}

function fingerprint(key: Uint8Array): string {
  return createHash('sha256').update('white-cross kek').update(key).digest('base64url').slice(0, 16);
}
