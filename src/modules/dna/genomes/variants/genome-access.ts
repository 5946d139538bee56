import { Injectable } from '@nestjs/common';
import { decodeCursor, encodeCursor, type Page } from '../../../../platform/database/keyset.js';
import { notFound, Problem } from '../../../../platform/http/problem.js';
import { chromosomeName } from '../../formats/chromosomes.js';
import { genotypeText } from '../../formats/genotypes.js';
import { MAX_ID_BYTES } from '../../formats/rows/site-ids.js';
import { siteId, type SiteList } from '../../genome/site-list.js';
import type { GenomePart } from '../../genome/write-genome.js';
import { CallBlocks } from './call-blocks.js';
import { type GenomeKey, GenomeKeys } from '../genome-key.js';
import { identityOf } from '../reading/genome.processor.js';
import type { ReadableGenome } from '../genome-row.js';
import { GenomesRepository } from '../genomes.repository.js';
import { type BlockGuess, type ListReference, SiteLists } from './site-lists.js';

const BLOCKS_AT_ONCE = 64;
const NO_GUESS: BlockGuess = { lists: [], numbers: [] };

/** One call as the API shows it. */
export interface Variant {
  rsid: string;
  chromosome: string;
  position: number;
  genotype: string;
}

/** A part of a genome's places; positions are inclusive. */
export interface VariantRange {
  chromosome?: number | undefined;
  start?: number | undefined;
  end?: number | undefined;
}

/** A genome whose key is at hand, ready to be read. */
export interface OpenedGenome {
  row: ReadableGenome;
  key: GenomeKey;
  list: ListReference;
}

/** Reads genomes: one marker, some, a range, or all, unpacking no more blocks than hold them. */
@Injectable()
export class GenomeAccess {
  constructor(
    private readonly genomes: GenomesRepository,
    private readonly keys: GenomeKeys,
    private readonly lists: SiteLists,
    private readonly blocks: CallBlocks,
  ) {}

  /**
   * A genome of this patient that is ready. With `marker`, the calls around that marker mostly come along.
   *
   * @throws Problem 404 when there is none, 409 `genome-not-ready` when it is not ready
   */
  async open(patientId: string, genomeId: string, marker?: string): Promise<OpenedGenome> {
    const guess = marker === undefined ? NO_GUESS : this.lists.guess(marker);
    const row = await this.genomes.findToRead(patientId, genomeId, guess);
    if (!row) throw notFound('genome');
    if (row.status !== 'ready') {
      throw new Problem(
        409,
        'genome-not-ready',
        `The genome is ${row.status}; its variants can be read once it is ready.`,
      );
    }
    const key = await this.keys.open(identityOf(row), row.key_sealed);
    return { row, key, list: await this.lists.open(row.site_list_id!, key) };
  }

  /** The variants of some markers, by name; markers the genome does not have are missing from the answer. */
  async find(genome: OpenedGenome, ids: readonly string[]): Promise<Map<string, Variant>> {
    const known = ids.filter((id) => id !== '' && Buffer.byteLength(id) <= MAX_ID_BYTES);
    const places = await this.lists.blocksOfMarkers(genome.list, known);
    const parts = await this.parts(genome, [...new Set([...places.values()].flat())]);
    const found = new Map<string, Variant>();
    for (const [id, numbers] of places) {
      for (const number of numbers) {
        const { sites, calls } = parts.get(number)!;
        const at = sites.indexOf(id);
        if (at >= 0) found.set(id, variantAt(sites, calls, at));
      }
    }
    return found;
  }

  /** A page of the variants of a range, in the order of the genome. */
  async page(genome: OpenedGenome, range: VariantRange, limit: number, cursor?: string): Promise<Page<Variant>> {
    const { spans } = genome.list.directory;
    const from = cursor === undefined ? 0 : indexOf(cursor);
    const start = range.start ?? 0;
    const end = range.end ?? Infinity;
    const numbers = [...spans.keys()].filter((number) => {
      const span = spans[number]!;
      const isWithin = range.chromosome === undefined || span.chromosome === range.chromosome;
      return isWithin && span.start + span.count > from && span.lastPosition >= start && span.firstPosition <= end;
    });
    const items: Variant[] = [];
    for (const number of numbers) {
      const { sites, calls } = (await this.parts(genome, [number])).get(number)!;
      const { start: first } = spans[number]!;
      for (let i = Math.max(0, from - first); i < sites.length; i++) {
        const position = sites.positions[i]!;
        if (position < start || position > end) continue;
        if (items.length === limit) return { items, nextCursor: encodeCursor([String(first + i)]) };
        items.push(variantAt(sites, calls, i));
      }
    }
    return { items, nextCursor: null };
  }

  /** The whole genome, block by block. */
  async *all(genome: OpenedGenome): AsyncGenerator<GenomePart> {
    const count = genome.list.directory.spans.length;
    for (let first = 0; first < count; first += BLOCKS_AT_ONCE) {
      const numbers = Array.from({ length: Math.min(BLOCKS_AT_ONCE, count - first) }, (_, i) => first + i);
      const parts = await this.parts(genome, numbers);
      for (const number of numbers) yield parts.get(number)!;
    }
  }

  private async calls({ row, key, list }: OpenedGenome, numbers: readonly number[]): Promise<Map<number, Uint8Array>> {
    const { near_number: number, near_sealed: sealed } = row;
    if (number !== null && sealed !== null && numbers.length === 1 && numbers[0] === number) {
      return new Map([[number, this.blocks.open({ number, sealed }, list.directory, key)]]);
    }
    return this.blocks.read(row.id, list.directory, numbers, key);
  }

  private async parts({ row, key, list }: OpenedGenome, numbers: readonly number[]) {
    const [sites, calls] = await Promise.all([
      this.lists.blocks(list, numbers),
      this.calls({ row, key, list }, numbers),
    ]);
    return new Map(
      numbers.map((number) => {
        const block = calls.get(number);
        // Deleted while it was read: from here on it is gone.
        if (!block) throw notFound('genome');
        return [number, { sites: sites.get(number)!, calls: block }];
      }),
    );
  }
}

function variantAt(sites: SiteList, calls: Uint8Array, index: number): Variant {
  return {
    rsid: siteId(sites, index),
    chromosome: chromosomeName(sites.chromosomes[index]!),
    position: sites.positions[index]!,
    genotype: genotypeText(calls[index]!),
  };
}

function indexOf(cursor: string): number {
  return Number(decodeCursor(cursor, ['int'])[0]);
}
