/**
 * Regroups a stream into parts of exactly `size` bytes, the last one shorter (and absent when the stream is empty).
 * `seen` gets every block once, in order, for hashing, and `released` once its bytes are in a part. Memory is one part.
 */
export async function* inParts(
  source: AsyncIterable<Uint8Array>,
  size: number,
  seen: (block: Uint8Array) => void,
  released: (block: Uint8Array) => void = () => undefined,
): AsyncGenerator<Buffer, void> {
  let blocks: Uint8Array[] = [];
  let rest: Uint8Array = new Uint8Array(0);
  let held = 0;
  const joined = (): Buffer => {
    const whole = Buffer.concat([rest, ...blocks]);
    for (const block of blocks) released(block);
    blocks = [];
    return whole;
  };
  for await (const block of source) {
    seen(block);
    blocks.push(block);
    held += block.length;
    if (held < size) continue;
    const whole = joined();
    let offset = 0;
    for (; whole.length - offset >= size; offset += size) yield whole.subarray(offset, offset + size);
    rest = whole.subarray(offset);
    held = rest.length;
  }
  if (held > 0) yield joined();
}
