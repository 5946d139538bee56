import type { KeyObject } from 'node:crypto';
import type { KeyProvider } from './key-provider.js';
import { openBytes, SealBroken, sealBytes } from './sealed-box.js';

const KEY_VERSION = 1;

/**
 * Seals text that is kept for days and belongs to no one patient, under a key derived for one purpose. What was sealed before the
 * key-encryption key was rotated opens under the one that was current then.
 */
export class DerivedSeal {
  private readonly derived = new Map<string, KeyObject>();

  constructor(
    private readonly keys: KeyProvider,
    private readonly purpose: string,
  ) {}

  /** @param place what the text belongs to; it opens nowhere else */
  seal(place: Buffer, text: string): Buffer {
    return sealBytes(this.keyOf(this.keys.currentKekId), KEY_VERSION, place, Buffer.from(text));
  }

  /** @throws SealBroken */
  open(place: Buffer, sealed: Buffer): string {
    for (const kekId of this.keys.kekIds) {
      try {
        return openBytes(this.keyOf(kekId), place, sealed).toString('utf8');
      } catch (error) {
        if (!(error instanceof SealBroken)) throw error;
      }
    }
    throw new SealBroken();
  }

  private keyOf(kekId: string): KeyObject {
    let key = this.derived.get(kekId);
    if (!key) {
      key = this.keys.derive(this.purpose, kekId);
      this.derived.set(kekId, key);
    }
    return key;
  }
}
