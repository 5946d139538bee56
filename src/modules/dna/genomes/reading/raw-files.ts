import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { OBJECT_STORE, type ObjectStore } from '../../../../platform/storage/index.js';
import type { GenomeKey } from '../genome-key.js';

/** An uploaded file as it lies in the store. */
export interface StoredFile {
  bytes: number;
  sha256: Buffer;
}

/** A sealed file to be read: where it lies on this machine, or its bytes where it does not. */
export type SealedFile = { path: string } | { bytes: AsyncIterable<Uint8Array> };

/**
 * Uploaded files until their genome is verified. They lie in the object store sealed under the genome's key; the thread that
 * reads a genome opens its file itself.
 */
@Injectable()
export class RawFiles {
  constructor(@Inject(OBJECT_STORE) private readonly store: ObjectStore) {}

  /** Stores a file sealed; it is there whole or not at all. */
  async keep(object: string, key: GenomeKey, source: AsyncIterable<Uint8Array>): Promise<StoredFile> {
    const hash = createHash('sha256');
    let bytes = 0;
    const seen = (chunk: Uint8Array): void => {
      hash.update(chunk);
      bytes += chunk.length;
    };
    await this.store.put(object, key.sealFile(observed(source, seen)), { isWriteOnce: true, isUnhashed: true });
    return { bytes, sha256: hash.digest() };
  }

  /** The file as it lies there, sealed. */
  async open(object: string): Promise<SealedFile> {
    const path = this.store.localPath(object);
    return path === undefined ? { bytes: await this.store.read(object) } : { path };
  }

  /** Removes a file; no error when it is gone already. */
  remove(object: string): Promise<void> {
    return this.store.delete(object);
  }
}

async function* observed(
  source: AsyncIterable<Uint8Array>,
  seen: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    seen(chunk);
    yield chunk;
  }
}
