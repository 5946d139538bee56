import { IdKind, numberedId } from '../../formats/rows/site-ids.js';
import { ColumnReader, type ColumnWriter } from './bit-columns.js';
import { siteId, type SiteList } from '../site-list.js';

/** Sites of one block. Small enough that one marker is found without unpacking much, large enough to compress. */
export const SITES_PER_BLOCK = 1024;

/** Where a block begins and what it covers; a block never crosses a chromosome's border. */
export interface BlockSpan {
  chromosome: number;
  /** Index of its first site in the list. */
  start: number;
  count: number;
  firstPosition: number;
  lastPosition: number;
}

/** Cuts a list of sites into blocks. */
export function blockSpans(sites: SiteList): BlockSpan[] {
  const spans: BlockSpan[] = [];
  for (let start = 0; start < sites.length;) {
    const chromosome = sites.chromosomes[start]!;
    let end = Math.min(start + SITES_PER_BLOCK, sites.length);
    if (sites.chromosomes[end - 1] !== chromosome) end = firstOfNext(sites.chromosomes, start, end);
    spans.push({
      chromosome,
      start,
      count: end - start,
      firstPosition: sites.positions[start]!,
      lastPosition: sites.positions[end - 1]!,
    });
    start = end;
  }
  return spans;
}

function firstOfNext(chromosomes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && chromosomes[at] === chromosomes[start]) at++;
  return at;
}

/**
 * One block as bytes: columns of deltas of positions, of ids' numbers and of their kinds, then the texts of ids that are no
 * numbers.
 */
export function encodeSites(writer: ColumnWriter, sites: SiteList, { start, count }: BlockSpan): void {
  const kinds = sites.idKinds.subarray(start, start + count);
  writer.column(deltas(sites.positions, start, count));
  if (kinds.includes(IdKind.Text)) {
    const numbers = sites.idNumbers.slice(start, start + count);
    const texts = textsOf(sites, kinds, numbers);
    writer.column(numbers).column(new Uint32Array(kinds)).append(texts);
  } else {
    writer.column(sites.idNumbers.subarray(start, start + count)).column(new Uint32Array(kinds));
  }
  writer.end();
}

function deltas(positions: Uint32Array, start: number, count: number): Uint32Array {
  const result = new Uint32Array(count);
  for (let i = 1; i < count; i++) result[i] = positions[start + i]! - positions[start + i - 1]!;
  return result;
}

/** The texts of a block one after another, each behind its length; their numbers become indexes within the block. */
function textsOf(sites: SiteList, kinds: Uint8Array, numbers: Uint32Array): Buffer {
  const parts: Buffer[] = [];
  let index = 0;
  for (let i = 0; i < kinds.length; i++) {
    if (kinds[i] !== IdKind.Text) continue;
    const text = Buffer.from(sites.texts[numbers[i]!]!, 'utf8');
    parts.push(Buffer.from([text.length]), text);
    numbers[i] = index++;
  }
  return Buffer.concat(parts);
}

/** One block of sites in memory. */
export class SiteBlock implements SiteList {
  readonly length: number;
  readonly chromosomes: Uint8Array;
  readonly positions: Uint32Array;
  readonly idNumbers: Uint32Array;
  readonly idKinds: Uint8Array;
  readonly texts: readonly string[];

  constructor(encoded: Uint8Array, { chromosome, count, firstPosition }: BlockSpan) {
    const columns = new ColumnReader(encoded);
    this.length = count;
    this.chromosomes = new Uint8Array(count).fill(chromosome);
    this.positions = columns.next(count);
    let position = firstPosition;
    for (let i = 0; i < count; i++) this.positions[i] = position += this.positions[i]!;
    this.idNumbers = columns.next(count);
    this.idKinds = new Uint8Array(columns.next(count));
    this.texts = readTexts(columns.rest());
  }

  /** Bytes this takes in a cache, roughly. */
  get size(): number {
    return this.length * 10 + this.texts.length * 64;
  }

  /** The index of a marker by its name, -1 when it is not in this block. */
  indexOf(id: string): number {
    const numbered = numberedId(id);
    if (!numbered) return this.indexOfText(id);
    for (
      let at = this.idNumbers.indexOf(numbered.number);
      at >= 0;
      at = this.idNumbers.indexOf(numbered.number, at + 1)
    ) {
      if (this.idKinds[at] === numbered.kind) return at;
    }
    return -1;
  }

  private indexOfText(id: string): number {
    for (let i = 0; i < this.length; i++) {
      if (this.idKinds[i]! >= IdKind.Place && siteId(this, i) === id) return i;
    }
    return -1;
  }
}

function readTexts(bytes: Buffer): string[] {
  const texts: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = bytes[at]!;
    texts.push(bytes.toString('utf8', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return texts;
}
