import type { KeyObject } from 'node:crypto';
import type { AsyncBuffer } from 'hyparquet';
import { LRUCache } from 'lru-cache';
import { encodeParts } from '../../../platform/crypto/seal-context.js';
import { openBytes, SEAL_OVERHEAD_BYTES, sealBytes } from '../../../platform/crypto/sealed-box.js';
import type { ObjectStore } from '../../../platform/storage/index.js';

/** Bytes of plaintext in each frame but the last: what a look-up of one row reads at least. */
const FRAME_BYTES = 256 * 1024;
const SEALED_FRAME_BYTES = FRAME_BYTES + SEAL_OVERHEAD_BYTES;
const FORMAT = 1;

/** Decrypted frames of all archives together; a search that comes again finds them here. */
const frames = new LRUCache<string, Buffer>({ maxSize: 48 * 1024 * 1024, sizeCalculation: (frame) => frame.length });

/**
 * Seals a stream in frames of fixed size, each bound to its object and its place, so that any part of a large object can be
 * read and none can be moved, repeated or left out. `onPlaintext` hears how long the whole was.
 */
export async function* sealFrames(
  source: AsyncIterable<Buffer>,
  key: KeyObject,
  name: string,
  onPlaintext: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  let pending: Buffer[] = [];
  let held = 0;
  let index = 0;
  let total = 0;
  for await (const block of source) {
    pending.push(block);
    held += block.length;
    total += block.length;
    if (held < FRAME_BYTES) continue;
    const bytes = Buffer.concat(pending);
    let offset = 0;
    for (; held - offset >= FRAME_BYTES; offset += FRAME_BYTES) {
      yield sealBytes(key, FORMAT, placeOf(name, index++), bytes.subarray(offset, offset + FRAME_BYTES));
    }
    pending = [bytes.subarray(offset)];
    held -= offset;
  }
  if (held > 0) yield sealBytes(key, FORMAT, placeOf(name, index), Buffer.concat(pending));
  onPlaintext(total);
}

/** A sealed object as a file that is read in parts. */
export class SealedObject implements AsyncBuffer {
  constructor(
    private readonly objects: ObjectStore,
    private readonly key: KeyObject,
    private readonly name: string,
    /** Of the plaintext. */
    readonly byteLength: number,
  ) {}

  /** @throws SealBroken when a frame is not as it was sealed, ObjectMissing when the object is gone */
  async slice(start: number, end = this.byteLength): Promise<ArrayBuffer> {
    const from = start < 0 ? this.byteLength + start : start;
    const bytes = new Uint8Array(Math.max(0, end - from));
    for (let index = Math.floor(from / FRAME_BYTES); index * FRAME_BYTES < end; index++) {
      const frame = await this.frame(index);
      const offset = index * FRAME_BYTES;
      const part = frame.subarray(Math.max(0, from - offset), Math.min(frame.length, end - offset));
      bytes.set(part, Math.max(0, offset - from));
    }
    return bytes.buffer;
  }

  private async frame(index: number): Promise<Buffer> {
    const id = `${this.name}#${index}`;
    const known = frames.get(id);
    if (known) return known;
    const start = index * SEALED_FRAME_BYTES;
    const blocks: Buffer[] = [];
    const stream = await this.objects.read(this.name, { start, end: start + SEALED_FRAME_BYTES });
    for await (const block of stream) blocks.push(block as Buffer);
    const frame = openBytes(this.key, placeOf(this.name, index), Buffer.concat(blocks));
    frames.set(id, frame);
    return frame;
  }
}

/** Forgets decrypted frames, so that the object store itself is asked: verification must not trust a memory. */
export function forgetFrames(): void {
  frames.clear();
}

function placeOf(name: string, index: number): Buffer {
  return encodeParts(['audit archive', name, String(index)]);
}
