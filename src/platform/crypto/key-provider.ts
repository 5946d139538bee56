import type { KeyObject } from 'node:crypto';

/** A data key as it is stored: wrapped, with the id of the key-encryption key that opens it. */
export interface WrappedKey {
  kekId: string;
  wrapped: Buffer;
}

/**
 * Who holds the key-encryption keys. It wraps data keys under the current one and unwraps them under any it still
 * holds, so that a new key-encryption key needs no data rewritten.
 */
export interface KeyProvider {
  /** Id of the key-encryption key that new wraps use. */
  readonly currentKekId: string;
  /** Ids of all key-encryption keys that still unwrap. */
  readonly kekIds: readonly string[];
  /** Wraps a 32-byte data key; `owner` (patient and key version) is authenticated, so that wraps cannot be swapped. */
  wrap(dataKey: Uint8Array, owner: Buffer): WrappedKey;
  /** The data key; throws {@link UnknownKek} when its key-encryption key is not held, `SealBroken` when it does not open. */
  unwrap(key: WrappedKey, owner: Buffer): KeyObject;
  /**
   * A 32-byte key for one purpose (such as cache values), the same on every process that holds the key-encryption key it is
   * derived from: the current one, unless another of `kekIds` is named to open what is older.
   */
  derive(purpose: string, kekId?: string): KeyObject;
}

/** Nest token of the {@link KeyProvider}. */
export const KEY_PROVIDER = Symbol('KeyProvider');

/** A data key was wrapped under a key-encryption key that this process was not given. */
export class UnknownKek extends Error {
  override readonly name = 'UnknownKek';
  constructor(readonly kekId: string) {
    super(`the key-encryption key ${kekId} is not configured`);
  }
}
