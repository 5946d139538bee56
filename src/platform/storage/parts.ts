/**
 * Regroups a stream into parts of exactly `size` bytes, the last one shorter (and absent when the stream is empty).
 * `seen` gets every block once, in order, for hashing. Memory is one part.
 */
export async function* inParts(
  source: AsyncIterable<Uint8Array>,
  size: number,
  seen: (block: Uint8Array) => void,
): AsyncGenerator<Buffer, void> {
  let blocks: Uint8Array[] = [];
  let held = 0;
  for await (const block of source) {
    seen(block);
    blocks.push(block);
    held += block.length;
    if (held < size) continue;
    const whole = Buffer.concat(blocks);
    let offset = 0;
    for (; whole.length - offset >= size; offset += size) yield whole.subarray(offset, offset + size);
    const rest = whole.subarray(offset);
    blocks = rest.length > 0 ? [rest] : [];
    held = rest.length;
  }
  if (held > 0) yield Buffer.concat(blocks);
}
