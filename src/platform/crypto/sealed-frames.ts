import type { KeyObject } from 'node:crypto';
import { openBytes, SEAL_OVERHEAD_BYTES, sealBytes } from './sealed-box.js';

/** Bytes of plaintext in each frame but the last: what a look-up of one row reads at least. */
export const FRAME_BYTES = 256 * 1024;
export const SEALED_FRAME_BYTES = FRAME_BYTES + SEAL_OVERHEAD_BYTES;
const FORMAT = 1;

/** The one place that a frame belongs to: its object, and its number in it. */
export type FramePlace = (index: number) => Buffer;

/**
 * Seals a stream in frames of fixed size, each bound to its object and its place, so that any part of a large object can be
 * read and none can be moved, repeated or left out. `onPlaintext` hears how long the whole was.
 */
export async function* sealFrames(
  source: AsyncIterable<Uint8Array>,
  key: KeyObject,
  place: FramePlace,
  onPlaintext: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  // One for all frames: a quarter of a megabyte for each would be given back by the garbage collector only, which costs more than the seal.
  const frame = Buffer.allocUnsafe(FRAME_BYTES);
  let held = 0;
  let index = 0;
  let total = 0;
  for await (const block of source) {
    for (let offset = 0; offset < block.length;) {
      const piece = block.subarray(offset, offset + FRAME_BYTES - held);
      frame.set(piece, held);
      held += piece.length;
      offset += piece.length;
      if (held < FRAME_BYTES) continue;
      yield sealBytes(key, FORMAT, place(index++), frame);
      held = 0;
    }
    total += block.length;
  }
  if (held > 0) yield sealBytes(key, FORMAT, place(index), frame.subarray(0, held));
  onPlaintext(total);
}

/** Opens one frame. @throws SealBroken when it is not as it was sealed, or belongs elsewhere */
export function openFrame(key: KeyObject, place: Buffer, sealed: Buffer): Buffer {
  return openBytes(key, place, sealed);
}

/**
 * Opens what `sealFrames` made, frame by frame: no byte is given out before its frame was authenticated. Whoever knows
 * the length of the whole tells a cut at a frame's end by it.
 * @throws SealBroken
 */
export async function* openFrames(
  source: AsyncIterable<Uint8Array>,
  key: KeyObject,
  place: FramePlace,
): AsyncGenerator<Buffer> {
  let pending: Uint8Array[] = [];
  let held = 0;
  let index = 0;
  for await (const block of source) {
    pending.push(block);
    held += block.length;
    if (held < SEALED_FRAME_BYTES) continue;
    const bytes = Buffer.concat(pending);
    let offset = 0;
    for (; held - offset >= SEALED_FRAME_BYTES; offset += SEALED_FRAME_BYTES) {
      yield openFrame(key, place(index++), bytes.subarray(offset, offset + SEALED_FRAME_BYTES));
    }
    pending = [bytes.subarray(offset)];
    held -= offset;
  }
  if (held > 0) yield openFrame(key, place(index), Buffer.concat(pending));
}
