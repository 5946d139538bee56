import { ColumnReader, ColumnWriter } from './bit-columns.js';
import { ENTRIES_PER_BLOCK, indexBlocksFor, type MarkerIndex, markerKey } from './marker-index.js';
import type { BlockSpan } from './site-blocks.js';

/** One block of an index that may hold a name. */
export interface IndexCandidate {
  part: 'rs' | 'other';
  number: number;
  firstKey: number;
  entries: number;
}

/**
 * What has to be in memory of a list of sites to read any block of it: where each block begins. 15 KB for a million
 * sites.
 */
export class SiteDirectory {
  readonly spans: readonly BlockSpan[];
  readonly siteCount: number;
  private readonly firstKeys: Record<'rs' | 'other', Uint32Array>;
  private readonly entryCounts: Record<'rs' | 'other', number>;

  constructor(encoded: Uint8Array) {
    const columns = new ColumnReader(encoded);
    const [blocks, rsBlocks, otherBlocks, rsEntries, otherEntries] = columns.next(5) as unknown as [
      number,
      number,
      number,
      number,
      number,
    ];
    const chromosomes = columns.next(blocks);
    const counts = columns.next(blocks);
    const first = columns.next(blocks);
    const last = columns.next(blocks);
    let start = 0;
    this.spans = Array.from(chromosomes, (chromosome, i) => {
      const span = { chromosome, start, count: counts[i]!, firstPosition: first[i]!, lastPosition: last[i]! };
      start += span.count;
      return span;
    });
    this.siteCount = start;
    this.firstKeys = { rs: columns.next(rsBlocks), other: columns.next(otherBlocks) };
    this.entryCounts = { rs: rsEntries, other: otherEntries };
  }

  /** Bytes this takes in a cache, roughly. */
  get size(): number {
    return this.spans.length * 80 + (this.firstKeys.rs.length + this.firstKeys.other.length) * 4;
  }

  /** The index blocks in which a marker may be found by its name; mostly one. */
  candidates(id: string): { key: number; blocks: IndexCandidate[] } {
    const { part, key } = markerKey(id);
    const firstKeys = this.firstKeys[part];
    const blocks = indexBlocksFor(firstKeys, key).map((number) => ({
      part,
      number,
      firstKey: firstKeys[number]!,
      entries: Math.min(ENTRIES_PER_BLOCK, this.entryCounts[part] - number * ENTRIES_PER_BLOCK),
    }));
    return { key, blocks };
  }

  /** The number of the block that holds the site of an index in the list. */
  blockOf(index: number): number {
    let low = 0;
    let high = this.spans.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const span = this.spans[middle]!;
      if (span.start + span.count <= index) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Writes down a directory; `SiteDirectory` reads it. */
export function encodeDirectory(spans: readonly BlockSpan[], { rs, other }: MarkerIndex): Buffer {
  return new ColumnWriter()
    .column(Uint32Array.of(spans.length, rs.firstKeys.length, other.firstKeys.length, rs.entryCount, other.entryCount))
    .column(Uint32Array.from(spans, ({ chromosome }) => chromosome))
    .column(Uint32Array.from(spans, ({ count }) => count))
    .column(Uint32Array.from(spans, ({ firstPosition }) => firstPosition))
    .column(Uint32Array.from(spans, ({ lastPosition }) => lastPosition))
    .column(rs.firstKeys)
    .column(other.firstKeys)
    .written();
}
