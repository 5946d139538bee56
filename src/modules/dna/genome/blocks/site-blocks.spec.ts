import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { genomeOf, linesOf } from '../../../../testing/genome-texts.js';
import { ColumnReader, ColumnWriter } from './bit-columns.js';
import { splitBlocks } from './byte-blocks.js';
import { packCalls, unpackCalls } from './packed-calls.js';
import { IdKind } from '../../formats/rows/site-ids.js';
import type { Genome } from '../genome.rules.js';
import { encodeIndex, IndexBlock, mayRepeat, sortMarkers } from './marker-index.js';
import { encodeDirectory, SiteDirectory } from './site-directory.js';
import { type BlockSpan, blockSpans, encodeSites, SiteBlock, SITES_PER_BLOCK } from './site-blocks.js';
import { siteId, type SiteList } from '../site-list.js';
import { sortPairs } from './sort-pairs.js';

/** Seven thousand markers on three chromosomes with names of every kind, rs numbers in no order. */
async function manySites(): Promise<Genome> {
  const rows: string[] = [];
  for (let i = 0; i < 7000; i++) {
    const rs = `rs${((i * 2_654_435_761) % 4_000_000_007) + 1}`;
    const name =
      i % 50 === 0 ? `i${i + 1}` : i % 77 === 0 ? `exm-${i}` : i % 91 === 0 ? `${1 + (i % 3)}:${100 + i * 37}` : rs;
    rows.push(`${name}\t${1 + (i % 3)}\t${100 + i * 37}\tAG`);
  }
  return genomeOf(`# 23andMe\n${rows.join('\n')}\n`);
}

function blocksOf(sites: SiteList, spans: readonly BlockSpan[]): Buffer[] {
  const writer = new ColumnWriter();
  for (const span of spans) encodeSites(writer, sites, span);
  return splitBlocks(writer.blocks());
}

describe('columns of numbers', () => {
  it('come out as they went in, one after another', () => {
    const numbers = fc.array(fc.nat(0xffff_ffff), { maxLength: 60 });
    fc.assert(
      fc.property(numbers, numbers, (first, second) => {
        const writer = new ColumnWriter(0).column(Uint32Array.from(first)).column(Uint32Array.from(second));
        const reader = new ColumnReader(writer.append(Buffer.from('rest')).written());
        expect([...reader.next(first.length)]).toEqual(first);
        expect([...reader.next(second.length)]).toEqual(second);
        expect(reader.rest().toString()).toBe('rest');
      }),
    );
  });

  it('are sorted by key, equal keys in their order', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(0xffff_ffff), fc.nat(9))), (keys) => {
        const sorted = sortPairs(Uint32Array.from(keys.flatMap((key, i) => [key, i])));
        const expected = keys.map((key, i) => ({ key, i })).sort((a, b) => a.key - b.key || a.i - b.i);
        expect([...sorted]).toEqual(expected.flatMap(({ key, i }) => [key, i]));
      }),
    );
  });
});

describe('sorted markers', () => {
  it('tell that one may come twice, wherever it stands, and of different ones that none does', async () => {
    const { sites } = await manySites();
    expect(mayRepeat(sortMarkers(sites, blockSpans(sites)))).toBe(false);
    const { idKinds, idNumbers } = sites;
    idNumbers[idKinds.lastIndexOf(IdKind.Rs)] = idNumbers[idKinds.indexOf(IdKind.Rs)]!;
    expect(mayRepeat(sortMarkers(sites, blockSpans(sites)))).toBe(true);
  });
});

describe('a list of sites in blocks', () => {
  it('comes out as it went in, and no block crosses a chromosome', async () => {
    const { sites, calls } = await manySites();
    const spans = blockSpans(sites);
    const siteBlocks = blocksOf(sites, spans);
    const writer = new ColumnWriter();
    for (const { start, count } of spans) packCalls(writer, calls.subarray(start, start + count));
    const callBlocks = splitBlocks(writer.blocks());
    const lines = spans.flatMap((span, number) => {
      const block = new SiteBlock(siteBlocks[number]!, span);
      return linesOf({ sites: block, calls: unpackCalls(callBlocks[number]!, span.count) });
    });
    expect(lines).toEqual(linesOf({ sites, calls }));
    expect(spans.map(({ chromosome }) => chromosome)).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3]);
    expect(Math.max(...spans.map(({ count }) => count))).toBe(SITES_PER_BLOCK);
  });

  it('finds every marker by its name through the index, and no other', async () => {
    const { sites } = await manySites();
    const spans = blockSpans(sites);
    const index = encodeIndex(sortMarkers(sites, spans));
    const indexBlocks = { rs: splitBlocks(index.rs.blocks), other: splitBlocks(index.other.blocks) };
    const siteBlocks = blocksOf(sites, spans);
    const directory = new SiteDirectory(encodeDirectory(spans, index));
    expect(directory.spans).toEqual(spans);
    const find = (id: string): number | undefined => {
      const { key, blocks } = directory.candidates(id);
      for (const { part, number, firstKey, entries } of blocks) {
        for (const block of new IndexBlock(indexBlocks[part][number]!, firstKey, entries).find(key)) {
          const span = spans[block]!;
          const offset = new SiteBlock(siteBlocks[block]!, span).indexOf(id);
          if (offset >= 0) return span.start + offset;
        }
      }
      return undefined;
    };
    for (const at of [0, 1023, 1024, 5000, 6999]) {
      const { start, count } = spans[directory.blockOf(at)]!;
      expect(at >= start && at < start + count).toBe(true);
    }
    for (let i = 0; i < sites.length; i += 13) expect(find(siteId(sites, i))).toBe(i);
    for (const absent of ['rs1000000', 'i2', 'exm-1', '1:5', 'rs0', '']) expect(find(absent)).toBeUndefined();
  });
});
