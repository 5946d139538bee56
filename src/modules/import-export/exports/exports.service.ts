import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/access/actor.js';
import type { Page } from '../../../platform/database/keyset.js';
import { newId } from '../../../platform/database/new-id.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import type { PageQuery } from '../../../platform/http/paging.dto.js';
import { conflict, forbidden, notFound, validationFailed } from '../../../platform/http/problem.js';
import { Jobs } from '../../../platform/queue/index.js';
import { AuditTrail } from '../../audit/index.js';
import { OrganizationsService } from '../../organizations/index.js';
import { ExportKeys } from '../export-pipeline/export-keys.js';
import { ExportLedger } from '../export-pipeline/export-ledger.js';
import { EXPORT_JOB } from '../export-pipeline/export.job.js';
import type { CreateExportDto } from './export.dto.js';
import { exportableTypes } from './export.rules.js';
import type { ExportView } from './export.view.js';
import { ExportsRepository } from './exports.repository.js';

/** Takes orders for files, and tells what became of them. */
@Injectable()
export class ExportsService {
  // oxlint-disable-next-line max-params -- Nest injects one collaborator a parameter
  constructor(
    private readonly repository: ExportsRepository,
    private readonly organizations: OrganizationsService,
    private readonly ledger: ExportLedger,
    private readonly keys: ExportKeys,
    private readonly jobs: Jobs,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
  ) {}

  /** Accepts the export and its job in one transaction. @throws Problem 403 for a type that the actor may not read */
  async order(actor: Actor, fields: CreateExportDto): Promise<ExportView> {
    const { type, format, organizationId, from, to, password } = fields;
    if (!exportableTypes(actor.role).includes(type)) throw forbidden('Your role does not see these records.');
    if (from !== undefined && to !== undefined && from > to) {
      throw validationFailed([{ path: 'to', message: 'must not lie before from' }]);
    }
    await this.organizations.requireInReach(actor, organizationId);
    const id = newId();
    await this.unitOfWork.run(async () => {
      const jobId = newId();
      const key = this.keys.create(id);
      const passwordSealed = password === undefined ? null : this.keys.sealPassword(id, key, password);
      await this.repository.insert({ id, jobId, actor, fields, key, passwordSealed });
      await this.jobs.enqueue(EXPORT_JOB, { exportId: id }, jobId);
      this.audit.within({
        action: 'export',
        resource: 'export',
        resourceId: id,
        patient: null,
        purpose: 'HOPERAT',
        detail: { type, format, organizationId, from: from ?? null, to: to ?? null, encrypted: password !== undefined },
      });
    });
    return this.read(actor, id);
  }

  /** @throws Problem 404 when it is out of the actor's reach */
  async read(actor: Actor, id: string): Promise<ExportView> {
    const found = await this.repository.find(actor, id);
    if (!found) throw notFound('export');
    return found;
  }

  list(actor: Actor, query: PageQuery): Promise<Page<ExportView>> {
    return this.repository.list(actor, query);
  }

  /** Stops an export at its next part; nothing of its file can be had any more. @throws Problem 409 when it has ended */
  async cancel(actor: Actor, id: string): Promise<ExportView> {
    await this.read(actor, id);
    await this.unitOfWork.run(async () => {
      const jobId = await this.repository.openJob(id);
      const outcome = jobId && (await this.jobs.cancel(jobId));
      if (!outcome) throw conflict('This export has ended and cannot be cancelled any more.');
      if (outcome === 'cancelled') await this.ledger.abandon(id, 'cancelled', null);
      this.audit.within({ action: 'cancel', resource: 'export', resourceId: id, patient: null });
    });
    return this.read(actor, id);
  }
}
