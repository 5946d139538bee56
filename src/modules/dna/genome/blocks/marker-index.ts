import { chromosomeName } from '../../formats/chromosomes.js';
import { IdKind, numberedId } from '../../formats/rows/site-ids.js';
import { ColumnReader, ColumnWriter } from './bit-columns.js';
import type { Blocks } from './byte-blocks.js';
import { fnv1a } from './id-hash.js';
import { type BlockSpan } from './site-blocks.js';
import type { SiteList } from '../site-list.js';
import { sortPairs } from './sort-pairs.js';

/** Entries of one block of the index. */
export const ENTRIES_PER_BLOCK = 1024;

/** One part of an index: blocks of (key, number of the site block) in the order of keys, and the first key of each. */
export interface IndexPart {
  firstKeys: Uint32Array;
  blocks: Blocks;
  entryCount: number;
}

/** The index of a list of sites by name: rs numbers are keys themselves, of all other names a hash is. */
export interface MarkerIndex {
  rs: IndexPart;
  other: IndexPart;
}

/** The key a marker is found by, and in which part of the index. */
export function markerKey(id: string): { part: 'rs' | 'other'; key: number } {
  const numbered = numberedId(id);
  if (numbered?.kind === IdKind.Rs) return { part: 'rs', key: numbered.number };
  return { part: 'other', key: fnv1a(Buffer.from(id, 'utf8')) };
}

/** The markers of a list of sites by key, each beside the number of its site block, in the order of keys. */
export interface SortedMarkers {
  rs: Uint32Array;
  other: Uint32Array;
}

/** Sorts the markers of a list of sites for its index. */
export function sortMarkers(sites: SiteList, spans: readonly BlockSpan[]): SortedMarkers {
  const { length, idKinds, idNumbers } = sites;
  let rsCount = 0;
  for (let i = 0; i < length; i++) if (idKinds[i] === IdKind.Rs) rsCount++;
  const rsPairs = new Uint32Array(rsCount * 2);
  const otherPairs = new Uint32Array((length - rsCount) * 2);
  let rs = 0;
  let other = 0;
  for (let block = 0; block < spans.length; block++) {
    const { start, count } = spans[block]!;
    for (let i = start; i < start + count; i++) {
      if (idKinds[i] === IdKind.Rs) {
        rsPairs[rs++] = idNumbers[i]!;
        rsPairs[rs++] = block;
      } else {
        otherPairs[other++] = fnv1a(otherName(sites, i));
        otherPairs[other++] = block;
      }
    }
  }
  return { rs: sortPairs(rsPairs), other: sortPairs(otherPairs) };
}

/**
 * Whether a marker may come twice: never false when one does, and seldom true when none does, since names that are no rs numbers may
 * share a key. Once the markers are sorted this takes a millisecond, where to look for repeats before takes 60.
 */
export function mayRepeat({ rs, other }: SortedMarkers): boolean {
  return hasEqualKeys(rs) || hasEqualKeys(other);
}

function hasEqualKeys(pairs: Uint32Array): boolean {
  for (let at = 2; at < pairs.length; at += 2) if (pairs[at] === pairs[at - 2]) return true;
  return false;
}

/** The index of markers that were sorted. */
export function encodeIndex({ rs, other }: SortedMarkers): MarkerIndex {
  return { rs: encodePart(rs), other: encodePart(other) };
}

function otherName(sites: SiteList, index: number): Uint8Array {
  const number = sites.idNumbers[index]!;
  switch (sites.idKinds[index]) {
    case IdKind.Internal:
      return Buffer.from(`i${number}`, 'latin1');
    case IdKind.Place:
      return Buffer.from(`${chromosomeName(sites.chromosomes[index]!)}:${sites.positions[index]!}`, 'latin1');
    default:
      return Buffer.from(sites.texts[number]!, 'utf8');
  }
}

function encodePart(pairs: Uint32Array): IndexPart {
  const entryCount = pairs.length / 2;
  const blockCount = Math.ceil(entryCount / ENTRIES_PER_BLOCK);
  const firstKeys = new Uint32Array(blockCount);
  const writer = new ColumnWriter(entryCount * 4 + 4096);
  const steps = new Uint32Array(ENTRIES_PER_BLOCK);
  const siteBlocks = new Uint32Array(ENTRIES_PER_BLOCK);
  for (let block = 0; block < blockCount; block++) {
    const start = block * ENTRIES_PER_BLOCK;
    const count = Math.min(ENTRIES_PER_BLOCK, entryCount - start);
    let key = (firstKeys[block] = pairs[start * 2]!);
    for (let i = 0, at = start * 2; i < count; i++, at += 2) {
      steps[i] = pairs[at]! - key;
      key = pairs[at]!;
      siteBlocks[i] = pairs[at + 1]!;
    }
    writer.column(steps.subarray(0, count)).column(siteBlocks.subarray(0, count)).end();
  }
  return { firstKeys, blocks: writer.blocks(), entryCount };
}

/** One block of the index in memory. */
export class IndexBlock {
  private readonly keys: Uint32Array;
  private readonly siteBlocks: Uint32Array;

  constructor(encoded: Uint8Array, firstKey: number, count: number) {
    const columns = new ColumnReader(encoded);
    this.keys = columns.next(count);
    let key = firstKey;
    for (let i = 0; i < count; i++) this.keys[i] = key += this.keys[i]!;
    this.siteBlocks = columns.next(count);
  }

  /** Bytes this takes in a cache. */
  get size(): number {
    return this.keys.length * 8;
  }

  /** The site blocks that may hold a key: one for an rs number, seldom more for a hash. */
  find(key: number): number[] {
    const found: number[] = [];
    for (let i = lowerBound(this.keys, key); i < this.keys.length && this.keys[i] === key; i++) {
      if (!found.includes(this.siteBlocks[i]!)) found.push(this.siteBlocks[i]!);
    }
    return found;
  }
}

/** The blocks of an index that may hold a key: the last that begins at or before it, and with it those that equal keys span. */
export function indexBlocksFor(firstKeys: Uint32Array, key: number): number[] {
  const next = lowerBound(firstKeys, key);
  const blocks = next > 0 ? [next - 1] : [];
  for (let i = next; i < firstKeys.length && firstKeys[i] === key; i++) blocks.push(i);
  return blocks;
}

/** The first index whose value is not below `key`. */
function lowerBound(values: Uint32Array, key: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
