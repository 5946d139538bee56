import type { KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { encodeParts } from '../../../platform/crypto/seal-context.js';
import { SealBroken } from '../../../platform/crypto/sealed-box.js';
import { type FramePlace, openFrames, sealFrames } from '../../../platform/crypto/sealed-frames.js';
import { Database } from '../../../platform/database/database.js';
import { newId } from '../../../platform/database/new-id.js';
import { freeBlock } from '../../../platform/memory/free-block.js';
import { OBJECT_STORE, type ObjectStore } from '../../../platform/storage/index.js';
import { ExportKeys } from './export-keys.js';

/** Where the objects of exports lie. */
export const EXPORTS_PREFIX = 'exports/';

/** An object that holds a piece of an export's file. */
export interface StoredPart {
  readonly objectKey: string;
  /** Of the plaintext. */
  readonly bytes: number;
}

/** All pieces of an export in order, with what opens them. */
export interface OpenedParts {
  readonly key: KeyObject;
  readonly parts: readonly StoredPart[];
}

/** Brings pieces of exports to the object store and back, sealed. */
@Injectable()
export class ExportParts {
  constructor(
    private readonly database: Database,
    private readonly keys: ExportKeys,
    @Inject(OBJECT_STORE) private readonly store: ObjectStore,
  ) {}

  /** Streams a piece into an object of a name of its own: a worker that was taken for dead cannot replace another's. */
  async write(
    exportId: string,
    source: AsyncIterable<Uint8Array>,
    key: KeyObject,
    signal: AbortSignal,
  ): Promise<StoredPart> {
    const objectKey = `${EXPORTS_PREFIX}${exportId}/${newId()}`;
    let bytes = 0;
    const sealed = sealFrames(source, key, placeIn(objectKey), (count) => (bytes = count));
    await this.store.put(objectKey, sealed, { isWriteOnce: true, isUnhashed: true, onReleased: freeBlock, signal });
    return { objectKey, bytes };
  }

  /** Undefined once it expired. */
  async open(exportId: string): Promise<OpenedParts | undefined> {
    const rows = await this.database.query<{
      wrapped: Buffer;
      kekId: string;
      objectKey: string | null;
      bytes: number;
    }>(
      `SELECT e.wrapped_key AS wrapped, e.kek_id AS "kekId", p.object_key AS "objectKey", p.bytes::float8 AS bytes
         FROM exports e LEFT JOIN export_parts p ON p.export_id = e.id
        WHERE e.id = $1 AND e.wrapped_key IS NOT NULL AND (e.expires_at IS NULL OR e.expires_at > now()) ORDER BY p.number`,
      [exportId],
    );
    const [first] = rows;
    if (!first) return undefined;
    const parts = rows.flatMap(({ objectKey, bytes }) => (objectKey === null ? [] : [{ objectKey, bytes }]));
    return { key: this.keys.open(exportId, first), parts };
  }

  /** Deletes objects that nothing names any more. Where that fails, or the process dies before it, the daily sweep does it. */
  async discard(parts: readonly StoredPart[]): Promise<void> {
    await Promise.allSettled(parts.map(({ objectKey }) => this.store.delete(objectKey)));
  }

  /** All of it, piece after piece. @throws as `read` does */
  async *readAll({ key, parts }: OpenedParts): AsyncGenerator<Buffer> {
    for (const part of parts) yield* this.read(part, key);
  }

  /** @throws SealBroken when it is not as it was sealed, or shorter; ObjectMissing */
  async *read({ objectKey, bytes }: StoredPart, key: KeyObject): AsyncGenerator<Buffer> {
    const source = await this.store.read(objectKey);
    let left = bytes;
    try {
      for await (const block of openFrames(source, key, placeIn(objectKey))) {
        left -= block.length;
        yield block;
      }
    } finally {
      source.destroy();
    }
    if (left !== 0) throw new SealBroken();
  }
}

function placeIn(objectKey: string): FramePlace {
  return (index) => encodeParts(['export', objectKey, String(index)]);
}
