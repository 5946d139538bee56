import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ENV, type Env } from '../../../config/env.js';
import type { Actor } from '../../../platform/access/actor.js';
import { newId } from '../../../platform/database/new-id.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { type FileForm, receiveFileForm } from '../../../platform/http/file-form.js';
import { conflict, Problem, validationFailed } from '../../../platform/http/problem.js';
import { Jobs } from '../../../platform/queue/index.js';
import { OBJECT_STORE, type ObjectStore } from '../../../platform/storage/index.js';
import { AuditTrail } from '../../audit/index.js';
import type { ImportView } from '../imports/import.view.js';
import { ImportsService } from '../imports/imports.service.js';
import { type StoredTable, UploadedTables } from '../uploads/uploaded-tables.js';
import { CORRECTION_JOB } from './correction.job.js';
import { CorrectionIntake } from './correction-intake.js';
import { CorrectionsRepository, type ReceivedCorrection } from './corrections.repository.js';
import { type CorrectedColumns, correctedColumns } from './row-reference.rules.js';

/** Takes rejected rows back, corrected, into the import that they belong to. */
@Injectable()
export class CorrectionsService {
  // oxlint-disable-next-line max-params -- Nest injects one collaborator a parameter
  constructor(
    private readonly imports: ImportsService,
    private readonly tables: UploadedTables,
    private readonly intake: CorrectionIntake,
    private readonly repository: CorrectionsRepository,
    private readonly jobs: Jobs,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    @Inject(OBJECT_STORE) private readonly store: ObjectStore,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /**
   * The file is kept only until its rows are taken: from then on they wait in PostgreSQL, sealed. A row that was taken before is
   * left as it is, so a file sent twice changes nothing.
   * @throws Problem 409 when the import is at work, was undone or has nothing to correct; 422 when lines are not of this import
   */
  async receive(actor: Actor, importId: string, request: FastifyRequest, key: string | null): Promise<ImportView> {
    await this.imports.read(actor, importId);
    return receiveFileForm(request, this.env.imports.maxBytes, async (form) => {
      refuseFields(form);
      const id = newId();
      const objectKey = `imports/${importId}/correction-${id}.csv`;
      try {
        const columns = await this.repository.columns(importId);
        let plan: CorrectedColumns | undefined;
        const table = await this.tables.take(objectKey, form.file, {}, ({ header }) => {
          plan = requireColumns(columns, header);
        });
        const received = { id, importId, actor, sha256: table.sha256, idempotencyKey: key };
        await this.accept(received, table, plan ?? requireColumns(columns, table.summary.header));
      } finally {
        await this.store.delete(objectKey);
      }
      return this.imports.read(actor, importId);
    });
  }

  private accept(received: ReceivedCorrection, table: StoredTable, columns: CorrectedColumns): Promise<void> {
    const { id, importId } = received;
    return this.unitOfWork.run(async () => {
      const current = await this.repository.lock(importId);
      if (await this.isRepeated(received)) return;
      if (current?.isDryRun)
        throw conflict('This was a trial run: nothing was stored, so there is nothing to correct.');
      if (current?.status !== 'completed-with-errors') throw conflict(REFUSALS[current?.status ?? ''] ?? NOTHING_LEFT);
      const rows = await this.intake.take(importId, table, columns);
      if (rows === 0) throw conflict(NOTHING_LEFT);
      const jobId = await this.jobs.enqueue(CORRECTION_JOB, { correctionId: id });
      await this.repository.reopen(received, rows, jobId);
      const detail = { rows, bytes: table.summary.bytes };
      this.audit.within({ action: 'update', resource: 'import', resourceId: importId, patient: null, detail });
    });
  }

  private async isRepeated({ actor, importId, sha256, idempotencyKey }: ReceivedCorrection): Promise<boolean> {
    const first = idempotencyKey === null ? undefined : await this.repository.findByKey(actor, idempotencyKey);
    if (first && (first.importId !== importId || first.sha256 !== sha256)) {
      throw conflict('This Idempotency-Key was used for another request. Use a new key for a new request.');
    }
    return first !== undefined;
  }
}

const NOTHING_LEFT = 'No row of this file is still rejected: all of them are in already.';
const REFUSALS: Record<string, string> = {
  queued: 'The import is at work. Send the corrected rows when it has ended.',
  processing: 'The import is at work. Send the corrected rows when it has ended.',
  undoing: 'The import is being undone.',
  undone: 'The import was undone. Import the corrected rows as a file of their own.',
  failed: 'The import did not reach the end of its file. Import the file again.',
  cancelled: 'The import did not reach the end of its file. Import the file again.',
};

function refuseFields({ fields }: FileForm): void {
  const unknown = [...fields.keys()].map((path) => ({ path, message: 'is no field of this form' }));
  if (unknown.length > 0) throw validationFailed(unknown);
}

/** @throws Problem 422 */
function requireColumns(columns: readonly string[], header: readonly string[]): CorrectedColumns {
  const found = correctedColumns(columns, header);
  if (found) return found;
  throw new Problem(
    422,
    'other-columns',
    'These are not the columns of the import. Correct the file of rejected rows, and leave its header as it is.',
  );
}
