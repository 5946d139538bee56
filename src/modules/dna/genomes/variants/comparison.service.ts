import { Injectable } from '@nestjs/common';
import type { PatientInReach } from '../../../../platform/access/access-facts.js';
import { validationFailed } from '../../../../platform/http/problem.js';
import { ThreadPool } from '../../../../platform/threads/index.js';
import type { Comparison } from '../../genome/compare.rules.js';
import type { CompareTask, StoredGenome } from '../../genome/threads/compare.thread.js';
import { CallBlocks } from './call-blocks.js';
import { GenomeAccess } from './genome-access.js';
import { SiteLists } from './site-lists.js';

const THREAD = new URL('../../genome/threads/compare.thread.js', import.meta.url);
const DISCREPANCIES_MAX = 1000;

/** How far two genomes of a patient agree. */
export interface ComparisonView extends Comparison {
  genomeId: string;
  otherId: string;
}

/** Holds two genomes of one patient against each other: a swapped tube or a wrong file shows at once. */
@Injectable()
export class ComparisonService {
  constructor(
    private readonly access: GenomeAccess,
    private readonly lists: SiteLists,
    private readonly blocks: CallBlocks,
    private readonly threads: ThreadPool,
  ) {}

  async compare({ id }: PatientInReach, genomeId: string, otherId: string): Promise<ComparisonView> {
    if (genomeId === otherId) throw validationFailed([{ path: 'otherId', message: 'must be another genome' }]);
    const task: CompareTask = {
      one: await this.load(id, genomeId),
      other: await this.load(id, otherId),
      discrepanciesMax: DISCREPANCIES_MAX,
    };
    const comparison = await this.threads.run<Comparison>(THREAD, task);
    return { genomeId, otherId, ...comparison };
  }

  private async load(patientId: string, genomeId: string): Promise<StoredGenome> {
    const { row, key, list } = await this.access.open(patientId, genomeId);
    const calls = await this.blocks.readAll(row.id, list.directory, key);
    return { ...(await this.lists.whole(list)), calls };
  }
}
