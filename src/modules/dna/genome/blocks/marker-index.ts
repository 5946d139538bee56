import { chromosomeName } from '../../formats/chromosomes.js';
import { IdKind, numberedId } from '../../formats/rows/site-ids.js';
import { ColumnReader, packColumn } from './bit-columns.js';
import { fnv1a } from './id-hash.js';
import { type BlockSpan } from './site-blocks.js';
import type { SiteList } from '../site-list.js';
import { sortByKey } from './sort-by-key.js';

/** Entries of one block of the index. */
export const ENTRIES_PER_BLOCK = 1024;

/** One part of an index: blocks of (key, number of the site block) in the order of keys, and the first key of each. */
export interface IndexPart {
  firstKeys: Uint32Array;
  blocks: Buffer[];
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

/** Builds the index of a list of sites. */
export function buildMarkerIndex(sites: SiteList, spans: readonly BlockSpan[]): MarkerIndex {
  let rsCount = 0;
  for (let i = 0; i < sites.length; i++) if (sites.idKinds[i] === IdKind.Rs) rsCount++;
  const rsKeys = new Uint32Array(rsCount);
  const rsBlocks = new Uint32Array(rsCount);
  const otherKeys = new Uint32Array(sites.length - rsCount);
  const otherBlocks = new Uint32Array(sites.length - rsCount);
  let rs = 0;
  let other = 0;
  for (const [block, span] of spans.entries()) {
    for (let i = span.start; i < span.start + span.count; i++) {
      if (sites.idKinds[i] === IdKind.Rs) {
        rsKeys[rs] = sites.idNumbers[i]!;
        rsBlocks[rs++] = block;
      } else {
        otherKeys[other] = fnv1a(otherName(sites, i));
        otherBlocks[other++] = block;
      }
    }
  }
  return { rs: encodePart(rsKeys, rsBlocks), other: encodePart(otherKeys, otherBlocks) };
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

function encodePart(unsortedKeys: Uint32Array, unsortedBlocks: Uint32Array): IndexPart {
  const { keys, values } = sortByKey(unsortedKeys, unsortedBlocks);
  const blockCount = Math.ceil(keys.length / ENTRIES_PER_BLOCK);
  const firstKeys = new Uint32Array(blockCount);
  const blocks: Buffer[] = [];
  for (let block = 0; block < blockCount; block++) {
    const start = block * ENTRIES_PER_BLOCK;
    const count = Math.min(ENTRIES_PER_BLOCK, keys.length - start);
    firstKeys[block] = keys[start]!;
    const steps = new Uint32Array(count);
    for (let i = 1; i < count; i++) steps[i] = keys[start + i]! - keys[start + i - 1]!;
    blocks.push(Buffer.concat([packColumn(steps), packColumn(values.subarray(start, start + count))]));
  }
  return { firstKeys, blocks, entryCount: keys.length };
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
