import { Injectable } from '@nestjs/common';
import type { PatientInReach } from '../../../../platform/access/access-facts.js';
import type { Page } from '../../../../platform/database/keyset.js';
import { notFound, validationFailed } from '../../../../platform/http/problem.js';
import { chromosomeCode } from '../../formats/chromosomes.js';
import { writtenFormat } from '../../formats/written-formats.js';
import { writeGenome } from '../../genome/write-genome.js';
import { GenomesRepository } from '../genomes.repository.js';
import { GenomeAccess, type Variant } from './genome-access.js';
import type { VariantsQuery } from '../genome.dto.js';

const NONE_HALVED = { x: false, y: false, mt: false };

/** A genome written as a file. */
export interface GenomeFile {
  name: string;
  text: AsyncGenerator<string>;
}

/** What a genome says at its sites. */
@Injectable()
export class VariantsService {
  constructor(
    private readonly access: GenomeAccess,
    private readonly genomes: GenomesRepository,
  ) {}

  /** A page of variants, of all chromosomes or a range of one. */
  async page({ id }: PatientInReach, genomeId: string, query: VariantsQuery): Promise<Page<Variant>> {
    const { start, end, limit, cursor } = query;
    const chromosome = query.chromosome === undefined ? undefined : chromosomeCode(query.chromosome);
    if (chromosome === 0) {
      throw validationFailed([{ path: 'chromosome', message: 'must be 1 to 22, X, Y or MT' }]);
    }
    if (chromosome === undefined && (start !== undefined || end !== undefined)) {
      throw validationFailed([{ path: 'chromosome', message: 'must be given with a range of positions' }]);
    }
    if (start !== undefined && end !== undefined && start > end) {
      throw validationFailed([{ path: 'end', message: 'must not be before start' }]);
    }
    const genome = await this.access.open(id, genomeId);
    return this.access.page(genome, { chromosome, start, end }, limit, cursor);
  }

  /** One variant by the marker's name. @throws Problem 404 when the genome does not have it */
  async one({ id }: PatientInReach, genomeId: string, rsid: string): Promise<Variant> {
    const genome = await this.access.open(id, genomeId, rsid);
    const variant = (await this.access.find(genome, [rsid])).get(rsid);
    if (!variant) throw notFound('variant');
    return variant;
  }

  /** Some variants by name; `missing` are the markers the genome does not have. */
  async some(
    { id }: PatientInReach,
    genomeId: string,
    rsids: readonly string[],
  ): Promise<{ items: Variant[]; missing: string[] }> {
    const genome = await this.access.open(id, genomeId);
    const wanted = [...new Set(rsids)];
    const found = await this.access.find(genome, wanted);
    const items = wanted.map((rsid) => found.get(rsid)).filter((variant) => variant !== undefined);
    return { items, missing: wanted.filter((rsid) => !found.has(rsid)) };
  }

  /** The genome written back in its provider's format, as a stream. */
  async file({ id }: PatientInReach, genomeId: string): Promise<GenomeFile> {
    const genome = await this.access.open(id, genomeId);
    const { provider, assembly, chip } = genome.row;
    const { halved } = await this.genomes.details(genomeId);
    const text = writeGenome({ provider, assembly, chip }, halved ?? NONE_HALVED, this.access.all(genome));
    return { name: `genome-${genomeId}.${writtenFormat(provider).extension}`, text };
  }
}
