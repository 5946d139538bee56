import type { KeyObject } from 'node:crypto';
import type { AsyncBuffer } from 'hyparquet';
import { LRUCache } from 'lru-cache';
import { encodeParts } from '../../../platform/crypto/seal-context.js';
import { FRAME_BYTES, openFrame, type FramePlace, SEALED_FRAME_BYTES } from '../../../platform/crypto/sealed-frames.js';
import type { ObjectStore } from '../../../platform/storage/index.js';

/** Decrypted frames of all archives together; a search that comes again finds them here. */
const frames = new LRUCache<string, Buffer>({ maxSize: 48 * 1024 * 1024, sizeCalculation: (frame) => frame.length });

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
    const frame = openFrame(this.key, archivePlace(this.name)(index), Buffer.concat(blocks));
    frames.set(id, frame);
    return frame;
  }
}

/** Forgets decrypted frames, so that the object store itself is asked: verification must not trust a memory. */
export function forgetFrames(): void {
  frames.clear();
}

/** Where the frames of an archived object belong. */
export function archivePlace(name: string): FramePlace {
  return (index) => encodeParts(['audit archive', name, String(index)]);
}
