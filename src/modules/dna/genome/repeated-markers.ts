import type { GenomeRows } from '../formats/rows/genome-rows.js';
import { fnv1a } from './blocks/id-hash.js';
import { IdKind } from '../formats/rows/site-ids.js';

/** Two bitmaps of 2^24 bits stay in the processor's cache, where a table of a million rows would not. */
const FILTER_BITS = 24;

/**
 * Keeps the first row of each marker and closes the gaps, in the order of the file. A bitmap tells the rows whose hash comes
 * twice, and only those (one in ten by chance) are looked up in a table: 25 ms for a million markers, a `Set` takes 300.
 */
export function dropRepeated(
  rows: GenomeRows,
  isDiscrepant: (kept: number, row: number) => boolean,
): { rows: number; discrepant: number } {
  const { twice, count } = hashesThatComeTwice(rows);
  const seen = new MarkerTable(rows, count);
  const { length } = rows;
  let kept = 0;
  let discrepant = 0;
  for (let row = 0; row < length; row++) {
    const hash = hashOf(rows, row);
    const bit = hash >>> (32 - FILTER_BITS);
    if ((twice[bit >>> 5]! >>> (bit & 31)) & 1) {
      const earlier = seen.findOrAdd(hash, row, kept);
      if (earlier >= 0) {
        if (isDiscrepant(earlier, row)) discrepant++;
        continue;
      }
    }
    if (kept !== row) moveRow(rows, row, kept);
    kept++;
  }
  const dropped = rows.length - kept;
  rows.length = kept;
  return { rows: dropped, discrepant };
}

function hashesThatComeTwice(rows: GenomeRows): { twice: Uint32Array; count: number } {
  const once = new Uint32Array(2 ** (FILTER_BITS - 5));
  const twice = new Uint32Array(2 ** (FILTER_BITS - 5));
  const { length } = rows;
  let count = 0;
  for (let row = 0; row < length; row++) {
    const bit = hashOf(rows, row) >>> (32 - FILTER_BITS);
    const word = bit >>> 5;
    const mask = 1 << (bit & 31);
    if (once[word]! & mask) {
      twice[word]! |= mask;
      count++;
    } else once[word]! |= mask;
  }
  return { twice, count };
}

/** Kept rows by marker, open addressing. */
class MarkerTable {
  private readonly slots: Int32Array;

  constructor(
    private readonly rows: GenomeRows,
    suspects: number,
  ) {
    this.slots = new Int32Array(2 ** Math.ceil(Math.log2(suspects * 4 + 16))).fill(-1);
  }

  /** The kept row of the marker in `row`; where there is none, -1, and the marker is held as kept at `kept`. */
  findOrAdd(hash: number, row: number, kept: number): number {
    const last = this.slots.length - 1;
    let slot = hash & last;
    for (let earlier = this.slots[slot]!; earlier >= 0; earlier = this.slots[slot]!) {
      if (isSameMarker(this.rows, earlier, row)) return earlier;
      slot = (slot + 1) & last;
    }
    this.slots[slot] = kept;
    return -1;
  }
}

function hashOf(rows: GenomeRows, row: number): number {
  const kind = rows.idKinds[row]!;
  let key = rows.idNumbers[row]!;
  if (kind === IdKind.Place) key = rows.positions[row]! ^ (rows.chromosomes[row]! << 26);
  else if (kind === IdKind.Text) key = fnv1a(rows.textId(key));
  const mixed = Math.imul(key ^ (kind << 30), 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

function isSameMarker(rows: GenomeRows, a: number, b: number): boolean {
  const kind = rows.idKinds[a]!;
  if (kind !== rows.idKinds[b]) return false;
  if (kind === IdKind.Place)
    return rows.positions[a] === rows.positions[b] && rows.chromosomes[a] === rows.chromosomes[b];
  if (kind !== IdKind.Text) return rows.idNumbers[a] === rows.idNumbers[b];
  return Buffer.compare(rows.textId(rows.idNumbers[a]!), rows.textId(rows.idNumbers[b]!)) === 0;
}

function moveRow(rows: GenomeRows, from: number, to: number): void {
  rows.chromosomes[to] = rows.chromosomes[from]!;
  rows.positions[to] = rows.positions[from]!;
  rows.idKinds[to] = rows.idKinds[from]!;
  rows.idNumbers[to] = rows.idNumbers[from]!;
  rows.calls[to] = rows.calls[from]!;
}
