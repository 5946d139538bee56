import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { OBJECT_STORE, type ObjectStore } from '../../../platform/storage/index.js';
import type { GenomeKey } from './genome-key.js';

const PIECE_BYTES = 256 * 1024;
const LENGTH_BYTES = 4;

/** An uploaded file as it lies in the store. */
export interface StoredFile {
  bytes: number;
  sha256: Buffer;
}

/** The file in the store is not the one that was uploaded. */
export class RawFileDamaged extends Error {
  override readonly name = 'RawFileDamaged';
}

/**
 * Uploaded files until their genome is verified. They lie in the object store in sealed pieces of 256 KB, each bound to its
 * number and the last one to being the last: none can be read without the key, left out, or put elsewhere.
 */
@Injectable()
export class RawFiles {
  constructor(@Inject(OBJECT_STORE) private readonly store: ObjectStore) {}

  /** Stores a file; it is there whole or not at all. */
  async keep(object: string, key: GenomeKey, source: AsyncIterable<Uint8Array>): Promise<StoredFile> {
    const hash = createHash('sha256');
    let bytes = 0;
    const seen = (chunk: Uint8Array): void => {
      hash.update(chunk);
      bytes += chunk.length;
    };
    await this.store.put(object, sealedPieces(key, source, seen), { isWriteOnce: true });
    return { bytes, sha256: hash.digest() };
  }

  /** The file's bytes; fails at its end when they are not those that were stored. */
  async *read(object: string, key: GenomeKey, sha256: Buffer): AsyncGenerator<Uint8Array> {
    const hash = createHash('sha256');
    for await (const piece of openedPieces(key, await this.store.read(object))) {
      hash.update(piece);
      yield piece;
    }
    if (!hash.digest().equals(sha256))
      throw new RawFileDamaged('The stored file has another checksum than the upload.');
  }

  /** Removes a file; no error when it is gone already. */
  remove(object: string): Promise<void> {
    return this.store.delete(object);
  }
}

/** Each piece is its length in four bytes and its envelope. */
async function* sealedPieces(
  key: GenomeKey,
  source: AsyncIterable<Uint8Array>,
  seen: (chunk: Uint8Array) => void,
): AsyncGenerator<Buffer> {
  let piece = 0;
  let held: Uint8Array[] = [];
  let size = 0;
  const sealed = (isLast: boolean): Buffer => {
    const envelope = key.seal({ kind: 'file', piece: piece++, isLast }, Buffer.concat(held));
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32BE(envelope.length);
    held = [];
    size = 0;
    return Buffer.concat([length, envelope]);
  };
  for await (const chunk of source) {
    if (size >= PIECE_BYTES) yield sealed(false);
    seen(chunk);
    held.push(chunk);
    size += chunk.length;
  }
  yield sealed(true);
}

async function* openedPieces(key: GenomeKey, stored: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer = Buffer.alloc(0);
  let piece = 0;
  let last: Buffer | undefined;
  for await (const chunk of stored) {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
    for (;;) {
      const length = waiting.length < LENGTH_BYTES ? Infinity : waiting.readUInt32BE(0);
      if (waiting.length < LENGTH_BYTES + length) break;
      if (last) yield key.open({ kind: 'file', piece: piece++, isLast: false }, last);
      last = waiting.subarray(LENGTH_BYTES, LENGTH_BYTES + length);
      waiting = waiting.subarray(LENGTH_BYTES + length);
    }
  }
  if (!last || waiting.length > 0) throw new RawFileDamaged('The stored file is cut off.');
  yield key.open({ kind: 'file', piece, isLast: true }, last);
}
