import { Injectable } from '@nestjs/common';
import type { PatientInReach } from '../../../platform/access/access-facts.js';
import { CacheVersions } from '../../../platform/cache/index.js';
import { decodeCursor, type Page, pageOf } from '../../../platform/database/keyset.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import type { PageQuery } from '../../../platform/http/paging.dto.js';
import { conflict, notFound } from '../../../platform/http/problem.js';
import { Jobs } from '../../../platform/queue/index.js';
import { AuditTrail } from '../../audit/index.js';
import { RAW_FILE_REMOVAL_JOB } from './reading/genome.job.js';
import { type GenomeView, viewOf } from './genome-row.js';
import { GenomesRepository } from './genomes.repository.js';

/** The genomes of a patient: which there are, stopping one, and removing one for ever. */
@Injectable()
export class GenomesService {
  constructor(
    private readonly genomes: GenomesRepository,
    private readonly jobs: Jobs,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly versions: CacheVersions,
  ) {}

  /** A page of a patient's genomes, the newest first. */
  async list({ id }: PatientInReach, { limit, cursor }: PageQuery): Promise<Page<GenomeView>> {
    const before = cursor === undefined ? null : decodeCursor(cursor, ['uuid'])[0]!;
    const rows = await this.genomes.list(id, limit + 1, before);
    const { items, nextCursor } = pageOf(rows, limit, (row) => [row.id]);
    return { items: items.map(viewOf), nextCursor };
  }

  /** @throws Problem 404 when this patient has no such genome */
  async read({ id }: PatientInReach, genomeId: string): Promise<GenomeView> {
    const row = await this.genomes.find(id, genomeId);
    if (!row) throw notFound('genome');
    return viewOf(row);
  }

  /** Stops the reading of a genome. @throws Problem 409 when it has ended */
  async cancel(patient: PatientInReach, genomeId: string): Promise<GenomeView> {
    return this.unitOfWork.run(async () => {
      const row = await this.genomes.lock(patient.id, genomeId);
      if (!row) throw notFound('genome');
      const outcome = row.job_id === null ? undefined : await this.jobs.cancel(row.job_id);
      if (outcome === undefined) throw conflict(`The genome is ${row.status}; there is nothing to cancel.`);
      if (outcome === 'cancelled') {
        await this.genomes.fail(genomeId, 'cancelled', null, null);
        if (row.raw_object) await this.jobs.enqueue(RAW_FILE_REMOVAL_JOB, { object: row.raw_object });
      }
      this.audit.within({ action: 'cancel', resource: 'genome', resourceId: genomeId });
      return this.read(patient, genomeId);
    });
  }

  /**
   * Removes a genome: its key, its blocks, its file, and its list of sites when nobody shares it. Without the key, copies of
   * the blocks in backups stay unreadable for ever.
   */
  async delete({ id }: PatientInReach, genomeId: string): Promise<void> {
    await this.unitOfWork.run(async () => {
      const row = await this.genomes.lock(id, genomeId);
      if (!row) throw notFound('genome');
      if (row.job_id !== null) await this.jobs.cancel(row.job_id);
      if (row.raw_object) await this.jobs.enqueue(RAW_FILE_REMOVAL_JOB, { object: row.raw_object });
      await this.genomes.remove(genomeId, row.site_list_id);
      this.versions.bump(id);
      this.audit.within({ action: 'delete', resource: 'genome', resourceId: genomeId });
    });
  }
}
