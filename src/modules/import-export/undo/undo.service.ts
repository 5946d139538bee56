import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/access/actor.js';
import type { Page } from '../../../platform/database/keyset.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import type { PageQuery } from '../../../platform/http/paging.dto.js';
import { conflict } from '../../../platform/http/problem.js';
import { Jobs } from '../../../platform/queue/index.js';
import { AuditTrail } from '../../audit/index.js';
import type { ImportView } from '../imports/import.view.js';
import { ImportsService } from '../imports/imports.service.js';
import { ImportTargets } from '../targets/import-targets.js';
import { type KeptRecord, TouchedRows } from './touched-rows.js';
import { UNDO_JOB } from './undo.job.js';
import { type UndoableImport, UndoLedger } from './undo-ledger.js';

/** What taking an import back would do now. */
export interface UndoOutlook {
  isPossible: boolean;
  /** Records that would be taken back. */
  undoneRows: number;
  /** Records that stay, since somebody has worked with them; `GET …/kept` lists them. */
  keptRows: number;
  /** Rows of later imports that were there already: facts among them may be gone with this import. */
  laterDuplicateRows: number;
}

/** Takes imports back. */
@Injectable()
export class UndoService {
  // oxlint-disable-next-line max-params -- Nest injects one collaborator a parameter
  constructor(
    private readonly imports: ImportsService,
    private readonly ledger: UndoLedger,
    private readonly targets: ImportTargets,
    private readonly touchedRows: TouchedRows,
    private readonly jobs: Jobs,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
  ) {}

  /** What a nurse should know before deciding. */
  async outlook(actor: Actor, importId: string): Promise<UndoOutlook> {
    const { type } = await this.imports.read(actor, importId);
    const { touched, untouched } = await this.touchedRows.counts(importId, this.targets.of(type));
    const found = await this.ledger.find(importId);
    return {
      isPossible: found !== undefined && refusalOf(found) === undefined,
      undoneRows: untouched,
      keptRows: touched,
      laterDuplicateRows: found?.laterDuplicateRows ?? 0,
    };
  }

  async kept(actor: Actor, importId: string, query: PageQuery): Promise<Page<KeptRecord>> {
    const { type } = await this.imports.read(actor, importId);
    return this.touchedRows.page(actor, importId, this.targets.of(type), query);
  }

  /** @throws Problem 409 when the import is at work, was undone, or stored nothing in the first place */
  async request(actor: Actor, importId: string): Promise<ImportView> {
    await this.imports.read(actor, importId);
    await this.unitOfWork.run(async () => {
      const found = await this.ledger.find(importId, true);
      const refusal = found && refusalOf(found);
      if (refusal !== undefined) throw conflict(refusal);
      const jobId = await this.jobs.enqueue(UNDO_JOB, { importId });
      await this.ledger.request(importId, actor, jobId);
      this.audit.within({ action: 'execute', resource: 'import-undo', resourceId: importId, patient: null });
    });
    return this.imports.read(actor, importId);
  }
}

function refusalOf({ status, isDryRun }: UndoableImport): string | undefined {
  if (isDryRun) return 'This was a trial run: it stored nothing.';
  if (status === 'undone') return 'This import was undone before.';
  if (status === 'undoing') return 'This import is being undone.';
  if (status === 'queued' || status === 'processing') return 'The import is at work. Cancel it, or wait for its end.';
  return undefined;
}
