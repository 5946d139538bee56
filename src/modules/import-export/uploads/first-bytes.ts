const ENOUGH = 4;

/** The first bytes of a stream, and the stream with them in front again. */
export async function withFirstBytes(
  source: AsyncIterable<Uint8Array>,
): Promise<{ first: Buffer; whole: AsyncIterable<Uint8Array> }> {
  const iterator = source[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < ENOUGH) {
    const { done, value } = await iterator.next();
    if (done) break;
    held.push(value);
    bytes += value.length;
  }
  async function* whole(): AsyncGenerator<Uint8Array, void> {
    yield* held;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { first: Buffer.concat(held).subarray(0, ENOUGH), whole: whole() };
}

/** A ZIP archive begins with the header of its first file. */
export function isZip(first: Buffer): boolean {
  return first.equals(Buffer.from([0x50, 0x4b, 0x03, 0x04]));
}
