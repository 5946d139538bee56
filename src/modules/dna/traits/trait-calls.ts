import { Injectable } from '@nestjs/common';
import type { Assembly } from '../formats/layout.js';
import { GenomesRepository } from '../genomes/genomes.repository.js';
import { GenomeAccess, type OpenedGenome } from '../genomes/variants/genome-access.js';
import type { GenomeKey } from '../genomes/genome-key.js';
import type { TraitCalls } from './copies.rules.js';
import { TRAIT_MARKERS, TRAIT_TABLE_VERSION } from './trait-table.js';

/** Calls at the markers of the table, and the assembly their places are on. */
export interface CallsOfGenome {
  calls: TraitCalls;
  assembly: Assembly | null;
}

/** What was picked when the genome was read. */
interface Picked {
  table: string;
  calls: TraitCalls;
}

/** The calls that traits and alerts look at: as picked when the genome was read, or anew when the table has grown since. */
@Injectable()
export class TraitCallReader {
  constructor(
    private readonly access: GenomeAccess,
    private readonly genomes: GenomesRepository,
  ) {}

  async read(genome: OpenedGenome): Promise<CallsOfGenome> {
    const { id, assembly } = genome.row;
    const { traitCalls: sealed } = await this.genomes.details(id);
    const picked = sealed ? openPicked(genome.key, sealed) : undefined;
    if (picked?.table === TRAIT_TABLE_VERSION) return { calls: picked.calls, assembly };
    const found = await this.access.find(genome, TRAIT_MARKERS);
    return { calls: Object.fromEntries(found), assembly };
  }
}

/** Opens the calls that were picked. */
export function openPicked(key: GenomeKey, sealed: Buffer): Picked {
  return JSON.parse(key.open({ kind: 'trait-calls' }, sealed).toString('utf8')) as Picked;
}
