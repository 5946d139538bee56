import { hash } from 'node:crypto';

/**
 * An aggregate over the blocks that lie in a table: SHA-256 over number and SHA-256 of each, in order. PostgreSQL computes it from what
 * it stored, so a genome is read back whole and compared without travelling: as hex text, which is how `bytea` comes, it took
 * four times as long.
 */
export function storedDigest(bytes: string): string {
  return `sha256(string_agg(int4send(number) || sha256(${bytes}), ''::bytea ORDER BY number))`;
}

/** The digest that blocks must have where they are stored. */
export function digestOfBlocks(blocks: readonly Uint8Array[]): Buffer {
  const parts = Buffer.alloc(blocks.length * 36);
  for (const [number, block] of blocks.entries()) {
    parts.writeInt32BE(number, number * 36);
    hash('sha256', block, 'buffer').copy(parts, number * 36 + 4);
  }
  return hash('sha256', parts, 'buffer');
}
