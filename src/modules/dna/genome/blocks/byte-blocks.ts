/** Byte strings one after another in one buffer, and where each ends. */
export interface Blocks {
  bytes: Uint8Array;
  ends: Uint32Array;
}

/** Puts byte strings into one buffer that can be moved between threads. */
export function joinBlocks(parts: readonly Uint8Array[]): Blocks {
  const ends = new Uint32Array(parts.length);
  let length = 0;
  for (const [i, part] of parts.entries()) ends[i] = length += part.length;
  const bytes = new Uint8Array(length);
  for (const [i, part] of parts.entries()) bytes.set(part, ends[i]! - part.length);
  return { bytes, ends };
}

/** The byte strings of `Blocks`, as views. */
export function splitBlocks({ bytes, ends }: Blocks): Buffer[] {
  return Array.from(ends, (end, i) => {
    const start = i === 0 ? 0 : ends[i - 1]!;
    return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
  });
}
