import { GENOTYPE_CODES } from '../../formats/genotypes.js';
import { ColumnReader, type ColumnWriter } from './bit-columns.js';

/**
 * Packs a block of calls: the genotypes that occur in it, then for each call which of them it is, in as few bits as that
 * takes; mostly four. Zstandard makes a seventh less of it in ten times the time, most of which goes into making a compressor.
 */
export function packCalls(writer: ColumnWriter, calls: Uint8Array): void {
  const slots = new Uint8Array(GENOTYPE_CODES);
  const palette: number[] = [];
  const indexes = new Uint32Array(calls.length);
  for (let i = 0; i < calls.length; i++) {
    const call = calls[i]!;
    if (slots[call] === 0) slots[call] = palette.push(call);
    indexes[i] = slots[call]! - 1;
  }
  writer
    .append([palette.length, ...palette])
    .column(indexes)
    .end();
}

/** The inverse of `packCalls`, for a block of `count` calls. */
export function unpackCalls(packed: Uint8Array, count: number): Uint8Array {
  const size = packed[0]!;
  const palette = packed.subarray(1, 1 + size);
  const indexes = new ColumnReader(packed.subarray(1 + size)).next(count);
  const calls = new Uint8Array(count);
  for (let i = 0; i < count; i++) calls[i] = palette[indexes[i]!]!;
  return calls;
}
