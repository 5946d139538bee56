import type { GenomeRows } from '../formats/rows/genome-rows.js';
import { UNPLACED } from '../formats/chromosomes.js';
import { IdKind } from '../formats/rows/site-ids.js';

/** Row numbers below 2^22 and positions below 2^31 share one exact double. */
const ROW_FACTOR = 2 ** 22;

/**
 * The rows' numbers by chromosome, position and name, or `undefined` when they stand in that order already, as most files'
 * do.
 */
export function siteOrder(rows: GenomeRows): Uint32Array | undefined {
  if (isOrdered(rows)) return undefined;
  const starts = new Uint32Array(UNPLACED + 2);
  for (let row = 0; row < rows.length; row++) starts[rows.chromosomes[row]! + 1]!++;
  for (let code = 1; code < starts.length; code++) starts[code]! += starts[code - 1]!;
  const keys = new Float64Array(rows.length);
  const next = starts.slice();
  for (let row = 0; row < rows.length; row++)
    keys[next[rows.chromosomes[row]!]!++] = rows.positions[row]! * ROW_FACTOR + row;
  const order = new Uint32Array(rows.length);
  for (let code = 1; code <= UNPLACED; code++) {
    const section = keys.subarray(starts[code], starts[code + 1]).sort();
    for (let i = 0; i < section.length; i++) order[starts[code]! + i] = section[i]! % ROW_FACTOR;
  }
  orderTies(rows, order);
  return order;
}

/** Whether rows stand by chromosome, position and name; equal ones side by side are in order. */
export function isOrdered(rows: GenomeRows): boolean {
  const { length, chromosomes, positions } = rows;
  for (let row = 1; row < length; row++) {
    const step = chromosomes[row]! - chromosomes[row - 1]! || positions[row]! - positions[row - 1]!;
    if (step < 0 || (step === 0 && compareNames(rows, row - 1, row) > 0)) return false;
  }
  return true;
}

/** Markers at one place are few: insertion sort by name. */
function orderTies(rows: GenomeRows, order: Uint32Array): void {
  for (let i = 1; i < order.length; i++) {
    const row = order[i]!;
    let at = i;
    while (at > 0 && isSamePlace(rows, order[at - 1]!, row) && compareNames(rows, order[at - 1]!, row) > 0) {
      order[at] = order[at - 1]!;
      at--;
    }
    order[at] = row;
  }
}

function isSamePlace(rows: GenomeRows, a: number, b: number): boolean {
  return rows.positions[a] === rows.positions[b] && rows.chromosomes[a] === rows.chromosomes[b];
}

function compareNames(rows: GenomeRows, a: number, b: number): number {
  const kind = rows.idKinds[a]! - rows.idKinds[b]!;
  if (kind !== 0) return kind;
  if (rows.idKinds[a] !== IdKind.Text) return rows.idNumbers[a]! - rows.idNumbers[b]!;
  return Buffer.compare(rows.textId(rows.idNumbers[a]!), rows.textId(rows.idNumbers[b]!));
}
