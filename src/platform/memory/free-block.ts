/** A smaller one is not worth the microsecond that it takes. */
const LEAST_BYTES = 4096;

/**
 * Gives the memory of a block back at once; whoever touches it later finds it empty. Only for a block that has memory of its
 * own and that nobody holds any more. Buffers lie outside of V8's heap, and V8 answers every 30 MB of new ones with a full collection, while
 * a stream makes too little rubbish for the cheap ones to come round: an export of 76 MB had seven of them, half of its worker's time.
 */
export function freeBlock({ buffer, byteLength }: Uint8Array): void {
  // What is neither the whole nor larger than the pool may be a piece of it, which Node shares among small buffers.
  const isOwn = buffer.byteLength === byteLength || buffer.byteLength > Buffer.poolSize;
  if (isOwn && buffer.byteLength >= LEAST_BYTES && buffer instanceof ArrayBuffer) buffer.transfer(0);
}
