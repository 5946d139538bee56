import { hash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ENV, type Env } from '../../../config/env.js';
import type { Actor } from '../../../platform/access/actor.js';
import type { Page } from '../../../platform/database/keyset.js';
import { newId } from '../../../platform/database/new-id.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import type { PageQuery } from '../../../platform/http/paging.dto.js';
import { conflict, notFound, Problem } from '../../../platform/http/problem.js';
import { Jobs } from '../../../platform/queue/index.js';
import { OBJECT_STORE, type ObjectStore } from '../../../platform/storage/index.js';
import { AuditTrail } from '../../audit/index.js';
import { CorrectionLedger } from '../corrections/correction-ledger.js';
import { ImportLedger } from '../pipeline/import-ledger.js';
import { IMPORT_JOB } from '../pipeline/import.job.js';
import { planColumns } from '../row-parsers/header.rules.js';
import { ROW_TYPES } from '../row-parsers/row-types.rules.js';
import { type FileForm, receiveFileForm } from '../../../platform/http/file-form.js';
import type { ImportFieldsDto } from './import-fields.dto.js';
import { ImportFields } from './import-fields.js';
import type { ImportErrorView, ImportView } from './import.view.js';
import { ImportsRepository, type ReceivedImport } from './imports.repository.js';
import { UploadedTables } from '../uploads/uploaded-tables.js';

/** Takes files in, and tells what became of them. */
@Injectable()
export class ImportsService {
  // oxlint-disable-next-line max-params -- Nest injects one collaborator a parameter
  constructor(
    private readonly repository: ImportsRepository,
    private readonly fields: ImportFields,
    private readonly ledger: ImportLedger,
    private readonly correctionLedger: CorrectionLedger,
    private readonly jobs: Jobs,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly tables: UploadedTables,
    @Inject(OBJECT_STORE) private readonly store: ObjectStore,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /**
   * Stores the file while it is looked at, and accepts the import and its job in one transaction. The same idempotency key
   * with the same request gives the import that it made the first time.
   * @throws Problem 4xx when the file cannot be imported; then nothing of it stays
   */
  receive(actor: Actor, request: FastifyRequest, idempotencyKey: string | null): Promise<ImportView> {
    return receiveFileForm(request, this.env.imports.maxBytes, async (form) => {
      const fields = await this.fields.of(actor, form.fields);
      const received = await this.storeFile(actor, fields, form, idempotencyKey);
      let id: string | undefined;
      try {
        id = await this.accept(received);
      } finally {
        if (id !== received.id) await this.store.delete(received.table.key);
      }
      return this.read(actor, id);
    });
  }

  /** @throws Problem 404 when it is out of the actor's reach */
  async read(actor: Actor, id: string): Promise<ImportView> {
    const found = await this.repository.find(actor, id);
    if (!found) throw notFound('import');
    return found;
  }

  list(actor: Actor, query: PageQuery): Promise<Page<ImportView>> {
    return this.repository.list(actor, query);
  }

  async errors(actor: Actor, id: string, query: PageQuery): Promise<Page<ImportErrorView>> {
    await this.read(actor, id);
    return this.repository.errors(id, query);
  }

  /** Stops an import, or its correction, at the next chunk; what it stored until then stays. @throws Problem 409 when it has ended */
  async cancel(actor: Actor, id: string): Promise<ImportView> {
    await this.read(actor, id);
    await this.unitOfWork.run(async () => {
      const open = await this.repository.openJob(id);
      const outcome = open && (await this.jobs.cancel(open.jobId));
      if (!outcome) throw conflict('This import has ended and cannot be cancelled any more.');
      if (outcome === 'cancelled') await this.endUnbegun(id, open.correctionId);
      this.audit.within({ action: 'cancel', resource: 'import', resourceId: id, patient: null });
    });
    return this.read(actor, id);
  }

  private async endUnbegun(id: string, correctionId: string | null): Promise<void> {
    if (correctionId !== null) {
      await this.correctionLedger.end(correctionId);
      return;
    }
    await this.ledger.abandon(id, 'cancelled', null);
    await this.ledger.forgetFacts(id);
  }

  private async storeFile(
    actor: Actor,
    fields: ImportFieldsDto,
    { file }: FileForm,
    idempotencyKey: string | null,
  ): Promise<ReceivedImport> {
    const id = newId();
    const fileKey = `imports/${id}/file.csv`;
    const table = await this.tables.take(fileKey, file, fields, ({ header }) => assertColumns(fields, header));
    const requestHash = hashOf(fields, table.sha256);
    return {
      id,
      jobId: newId(),
      actor,
      fields,
      table,
      idempotencyKey,
      requestHash,
    };
  }

  /** Returns the id of the import: the new one, or the one that the same request has made before. */
  private accept(received: ReceivedImport): Promise<string> {
    const { fields, id, jobId, table } = received;
    return this.unitOfWork.run(async () => {
      if (!(await this.repository.insert(received))) return this.repeated(received);
      await this.jobs.enqueue(IMPORT_JOB, { importId: id }, jobId);
      this.audit.within({
        action: 'import',
        resource: 'import',
        resourceId: id,
        patient: null,
        detail: { type: fields.type, bytes: table.summary.bytes, dryRun: fields.dryRun ?? false },
      });
      return id;
    });
  }

  private async repeated({ actor, idempotencyKey, requestHash }: ReceivedImport): Promise<string> {
    const first = await this.repository.findByKey(actor, idempotencyKey ?? '');
    if (first?.requestHash !== requestHash) {
      throw conflict('This Idempotency-Key was used for another request. Use a new key for a new request.');
    }
    return first.id;
  }
}

/** Two requests of the same hash ask for the same import. */
function hashOf(
  { type, organizationId, mapping = {}, dateFormat, dryRun, sheet }: ImportFieldsDto,
  sha256: string,
): string {
  const sorted = Object.entries(mapping).sort(([a], [b]) => (a < b ? -1 : 1));
  return hash(
    'sha256',
    JSON.stringify([
      type,
      organizationId,
      sorted,
      dateFormat ?? 'iso',
      dryRun ?? false,
      sha256,
      ...(sheet === undefined ? [] : [sheet]),
    ]),
  );
}

/** @throws Problem 422 that tells all that is wrong with the header and its mapping */
function assertColumns({ type, mapping }: ImportFieldsDto, header: readonly string[]): void {
  const { faults } = planColumns(ROW_TYPES[type], header, mapping);
  if (faults.length === 0) return;
  throw new Problem(
    422,
    faults[0]?.code ?? 'missing-column',
    'The columns of the file are not as they should be; see errors.',
    faults.map(({ path, message }) => ({ path, message })),
  );
}
