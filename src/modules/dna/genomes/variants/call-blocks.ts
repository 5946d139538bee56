import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';
import { chromosomeName } from '../../formats/chromosomes.js';
import { unpackCalls } from '../../genome/blocks/packed-calls.js';
import { joinBlocks, splitBlocks } from '../../genome/blocks/byte-blocks.js';
import type { FoundGenome, PackedCalls } from '../../genome/threads/genome-messages.js';
import type { SiteDirectory } from '../../genome/blocks/site-directory.js';
import { digestCalls } from '../../genome/site-list.js';
import { cutBlocks } from './cut-blocks.sql.js';
import { digestOfBlocks, storedDigest } from './stored-digest.sql.js';
import type { GenomeKey } from '../genome-key.js';

const READ_AT_ONCE = 256;

/** A block of calls as it lies in the database. */
export interface BlockRow {
  number: number;
  sealed: Buffer;
}

/** All calls of a genome sealed block by block, and the digest that they have opened and unpacked. */
export interface SealedCalls {
  blocks: readonly Buffer[];
  digest: Uint8Array;
}

/** The genome that was stored reads back as another than was parsed. */
class GenomeNotVerified extends Error {
  override readonly name = 'GenomeNotVerified';
}

/** The sealed blocks of a person's calls. */
@Injectable()
export class CallBlocks {
  constructor(private readonly database: Database) {}

  /** Seals all blocks of a genome. */
  async seal({ chromosomes }: FoundGenome, calls: Promise<PackedCalls>, key: GenomeKey): Promise<SealedCalls> {
    const packed = await calls;
    // What was just sent to PostgreSQL goes out first.
    await nextTurn();
    const blocks = splitBlocks(packed.blocks).map((block, number) =>
      key.seal(placeOf(chromosomes[number]!, number), block),
    );
    return { blocks, digest: packed.digest };
  }

  /**
   * Stores all blocks of a genome in the running transaction, opens what was sealed, and holds what is stored against that.
   *
   * @throws GenomeNotVerified when what is stored is not the genome that was read
   */
  async store(genomeId: string, genome: FoundGenome, sealed: SealedCalls, key: GenomeKey): Promise<void> {
    // The one works in PostgreSQL, the other here.
    await Promise.all([this.add(genomeId, sealed.blocks), assertOpens(sealed, genome, key)]);
    const [stored] = await this.database.query<{ digest: Buffer | null }>(
      `SELECT ${storedDigest('sealed')} AS digest FROM genome_blocks WHERE genome_id = $1`,
      [genomeId],
    );
    if (!stored?.digest?.equals(digestOfBlocks(sealed.blocks)))
      throw new GenomeNotVerified('Not all blocks are stored.');
  }

  /** The calls of some blocks, by number; those that are not there are missing from the answer. */
  async read(
    genomeId: string,
    directory: SiteDirectory,
    numbers: readonly number[],
    key: GenomeKey,
  ): Promise<Map<number, Uint8Array>> {
    const rows = await this.database.query<BlockRow>(
      'SELECT number, sealed FROM genome_blocks WHERE genome_id = $1 AND number = ANY($2::int[])',
      [genomeId, numbers],
      { name: 'genome-blocks' },
    );
    return new Map(rows.map((row) => [row.number, this.open(row, directory, key)]));
  }

  /** The calls of a block that is at hand. */
  open({ number, sealed }: BlockRow, directory: SiteDirectory, key: GenomeKey): Uint8Array {
    const { chromosome, count } = directory.spans[number]!;
    return unpackCalls(key.open(placeOf(chromosome, number), sealed), count);
  }

  /** All calls of a genome, in order. */
  async readAll(genomeId: string, directory: SiteDirectory, key: GenomeKey): Promise<Uint8Array> {
    const calls = new Uint8Array(directory.siteCount);
    for (let first = 0; first < directory.spans.length; first += READ_AT_ONCE) {
      const count = Math.min(READ_AT_ONCE, directory.spans.length - first);
      const numbers = Array.from({ length: count }, (_, i) => first + i);
      const blocks = await this.read(genomeId, directory, numbers, key);
      if (blocks.size !== count) throw new GenomeNotVerified('Blocks of the genome are missing.');
      for (const [number, block] of blocks) calls.set(block, directory.spans[number]!.start);
    }
    return calls;
  }

  private async add(genomeId: string, sealed: readonly Buffer[]): Promise<void> {
    const { bytes, ends } = joinBlocks(sealed);
    await this.database.execute(
      `INSERT INTO genome_blocks (genome_id, number, sealed)
       SELECT $1, number, bytes FROM ${cutBlocks(2, 3)}`,
      [genomeId, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), Array.from(ends)],
    );
  }
}

/** Opens all blocks as whoever reads them will, and holds the calls against those that were read from the file. */
async function assertOpens({ blocks, digest }: SealedCalls, genome: FoundGenome, key: GenomeKey): Promise<void> {
  await nextTurn();
  const calls = new Uint8Array(genome.facts.variantCount);
  let at = 0;
  for (const [number, block] of blocks.entries()) {
    const opened = key.open(placeOf(genome.chromosomes[number]!, number), block);
    calls.set(unpackCalls(opened, genome.counts[number]!), at);
    at += genome.counts[number]!;
  }
  if (at !== calls.length || !digestCalls(genome.digest, calls).equals(digest)) {
    throw new GenomeNotVerified('The sealed genome is not the one that was read.');
  }
}

function placeOf(chromosome: number, block: number): { kind: 'calls'; chromosome: string; block: number } {
  return { kind: 'calls', chromosome: chromosomeName(chromosome), block };
}
