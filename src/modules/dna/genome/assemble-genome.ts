import type { GenomeRows } from '../formats/rows/genome-rows.js';
import { UNORDERED } from '../formats/genotypes.js';
import { IdKind } from '../formats/rows/site-ids.js';
import { dropRepeated } from './repeated-markers.js';
import type { SiteList } from './site-list.js';
import { isOrdered, siteOrder } from './site-order.js';

/** A genome ready to be kept: sites in order, each once, and one call for each. */
export interface OrderedGenome {
  sites: SiteList;
  calls: Uint8Array;
  /** Rows dropped because their marker had come before, and those of them that said something else. */
  repeatedRows: number;
  discrepantRows: number;
}

/**
 * Puts the rows of a file in the order genomes are kept in. A marker that comes twice is kept as it came first; where a later
 * row differs in place or alleles (`AG` and `GA` do not differ) the discrepancy is counted. Reuses the rows' memory.
 */
export function orderGenome(rows: GenomeRows): OrderedGenome {
  const repeated = dropRepeated(rows, (kept, row) => isDiscrepant(rows, kept, row));
  const order = siteOrder(rows);
  const length = rows.length;
  const chromosomes = permuted(rows.chromosomes, order, length);
  const positions = permuted(rows.positions, order, length);
  const idKinds = permuted(rows.idKinds, order, length);
  const idNumbers = permuted(rows.idNumbers, order, length);
  const calls = permuted(rows.calls, order, length);
  const texts = renumberTexts(rows, idKinds, idNumbers);
  return {
    sites: { length, chromosomes, positions, idKinds, idNumbers, texts },
    calls,
    repeatedRows: repeated.rows,
    discrepantRows: repeated.discrepant,
  };
}

/**
 * The rows of a file whose rows stand in order already, without a look for markers that come twice: for who knows from elsewhere that
 * there are none, as of a list of sites that is stored. `undefined` when they are in another order. Shares the rows' memory.
 */
export function genomeAsRead(rows: GenomeRows): OrderedGenome | undefined {
  if (!isOrdered(rows)) return undefined;
  const { length } = rows;
  const chromosomes = rows.chromosomes.subarray(0, length);
  const positions = rows.positions.subarray(0, length);
  const idKinds = rows.idKinds.subarray(0, length);
  const idNumbers = rows.idNumbers.subarray(0, length);
  const texts = renumberTexts(rows, idKinds, idNumbers);
  const sites = { length, chromosomes, positions, idKinds, idNumbers, texts };
  return { sites, calls: rows.calls.subarray(0, length), repeatedRows: 0, discrepantRows: 0 };
}

function isDiscrepant(rows: GenomeRows, kept: number, row: number): boolean {
  return (
    rows.positions[kept] !== rows.positions[row] ||
    rows.chromosomes[kept] !== rows.chromosomes[row] ||
    UNORDERED[rows.calls[kept]!] !== UNORDERED[rows.calls[row]!]
  );
}

function permuted<A extends Uint8Array | Uint32Array>(column: A, order: Uint32Array | undefined, length: number): A {
  if (!order) return column.subarray(0, length) as A;
  const result = new (column.constructor as new (length: number) => A)(length);
  for (let i = 0; i < length; i++) result[i] = column[order[i]!]!;
  return result;
}

/** Text names are numbered anew in the order of the sites, so that equal lists have equal columns. */
function renumberTexts(rows: GenomeRows, idKinds: Uint8Array, idNumbers: Uint32Array): string[] {
  const texts: string[] = [];
  if (!idKinds.includes(IdKind.Text)) return texts;
  for (let i = 0; i < idKinds.length; i++) {
    if (idKinds[i] !== IdKind.Text) continue;
    const bytes = rows.textId(idNumbers[i]!);
    idNumbers[i] = texts.length;
    texts.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'));
  }
  return texts;
}
