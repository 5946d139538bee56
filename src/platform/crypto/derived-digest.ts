import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { KeyProvider } from './key-provider.js';

/**
 * Tells whether a text is the same as before without keeping it: HMAC-SHA-256 under a key derived for one purpose. A plain hash
 * would let whoever has the database try passwords and names against it. What was made before the key-encryption key was
 * rotated is compared under the one that was current then.
 */
export class DerivedDigest {
  private readonly derived = new Map<string, KeyObject>();

  constructor(
    private readonly keys: KeyProvider,
    private readonly purpose: string,
  ) {}

  of(text: string): Buffer {
    return this.under(this.keys.currentKekId, text);
  }

  isOf(digest: Buffer, text: string): boolean {
    return this.keys.kekIds.some((kekId) => {
      const own = this.under(kekId, text);
      return own.length === digest.length && timingSafeEqual(own, digest);
    });
  }

  private under(kekId: string, text: string): Buffer {
    let key = this.derived.get(kekId);
    if (!key) {
      key = this.keys.derive(this.purpose, kekId);
      this.derived.set(kekId, key);
    }
    return createHmac('sha256', key).update(text).digest();
  }
}
