import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';
import { chromosomeName } from '../../formats/chromosomes.js';
import { unpackCalls } from '../../genome/blocks/packed-calls.js';
import { joinBlocks, type PackedGenome, splitBlocks } from '../../genome/threads/genome-messages.js';
import type { SiteDirectory } from '../../genome/blocks/site-directory.js';
import { digestCalls } from '../../genome/site-list.js';
import { cutBlocks } from './cut-blocks.sql.js';
import type { GenomeKey } from '../genome-key.js';

const READ_AT_ONCE = 256;

/** A block of calls as it lies in the database. */
export interface BlockRow {
  number: number;
  sealed: Buffer;
}

/** The genome that was stored reads back as another than was parsed. */
class GenomeNotVerified extends Error {
  override readonly name = 'GenomeNotVerified';
}

/** The sealed blocks of a person's calls. */
@Injectable()
export class CallBlocks {
  constructor(private readonly database: Database) {}

  /** Seals and stores all blocks of a genome, in the running transaction. */
  async add(genomeId: string, { calls, chromosomes }: PackedGenome, key: GenomeKey): Promise<void> {
    const sealed = splitBlocks(calls).map((block, number) => key.seal(placeOf(chromosomes[number]!, number), block));
    const { bytes, ends } = joinBlocks(sealed);
    await this.database.execute(
      `INSERT INTO genome_blocks (genome_id, number, sealed)
       SELECT $1, number, bytes FROM ${cutBlocks(2, 3)}`,
      [genomeId, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), Array.from(ends)],
    );
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

  /**
   * Reads back what was stored, in the transaction that stored it, and compares.
   *
   * @throws GenomeNotVerified
   */
  async verify(genomeId: string, directory: SiteDirectory, packed: PackedGenome, key: GenomeKey): Promise<void> {
    const calls = await this.readAll(genomeId, directory, key);
    if (!digestCalls(packed.digest, calls).equals(packed.callsDigest)) {
      throw new GenomeNotVerified('The stored genome is not the one that was read.');
    }
  }
}

function placeOf(chromosome: number, block: number): { kind: 'calls'; chromosome: string; block: number } {
  return { kind: 'calls', chromosome: chromosomeName(chromosome), block };
}
