import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/access/actor.js';
import { Database } from '../../../platform/database/database.js';
import type { ImportType } from '../row-parsers/row-type.rules.js';

/** An import that is being taken back. */
export interface UndoneImport extends Record<string, unknown> {
  readonly id: string;
  readonly type: ImportType;
  readonly organizationId: string;
  readonly undoneBy: string;
  readonly undoneRole: string;
}

/** What an import tells of whether it can be taken back. */
export interface UndoableImport extends Record<string, unknown> {
  readonly type: ImportType;
  readonly status: string;
  readonly isDryRun: boolean;
  /** Rows of later imports that were found to be there already: facts that may be gone with this import. */
  readonly laterDuplicateRows: number;
}

const LATER_DUPLICATES = `(SELECT coalesce(sum(l.duplicate_rows), 0)::float8 FROM imports l
  WHERE l.organization_id = i.organization_id AND l.type = i.type AND l.id > i.id AND NOT l.is_dry_run AND l.status <> 'undone')`;

/** The state of an undo, beside the counts of its import. */
@Injectable()
export class UndoLedger {
  constructor(private readonly database: Database) {}

  async find(importId: string, isLocked = false): Promise<UndoableImport | undefined> {
    const [found] = await this.database.query<UndoableImport>(
      `SELECT i.type, i.status, i.is_dry_run AS "isDryRun", ${LATER_DUPLICATES} AS "laterDuplicateRows"
         FROM imports i WHERE i.id = $1 ${isLocked ? 'FOR UPDATE OF i' : ''}`,
      [importId],
    );
    return found;
  }

  async request(importId: string, actor: Actor, jobId: string): Promise<void> {
    await this.database.execute(
      `UPDATE imports SET status_before = status, status = 'undoing', job_id = $2, undone_by = $3, undone_role = $4,
              error_code = NULL, error_detail = NULL, updated_at = now() WHERE id = $1`,
      [importId, jobId, actor.userId, actor.role],
    );
  }

  /** Locks and reads an import whose undo is asked for; undefined when it has ended. */
  async begin(importId: string): Promise<UndoneImport | undefined> {
    const [found] = await this.database.query<UndoneImport>(
      `SELECT id, type, organization_id AS "organizationId", undone_by AS "undoneBy", undone_role AS "undoneRole",
              set_config('statement_timeout', '0', true)
         FROM imports WHERE id = $1 AND status = 'undoing' FOR UPDATE`,
      [importId],
    );
    return found;
  }

  async complete(importId: string, undoneRows: number, keptRows: number): Promise<void> {
    await this.database.execute(
      `UPDATE imports SET status = 'undone', status_before = NULL, undone_at = now(), undone_rows = $2, kept_rows = $3,
              updated_at = now() WHERE id = $1`,
      [importId, undoneRows, keptRows],
    );
  }

  /** The import is as it was before it was asked for. */
  async abandon(importId: string, error: { code: string; detail: string } | null): Promise<void> {
    await this.database.execute(
      `UPDATE imports SET status = status_before, status_before = NULL, undone_by = NULL, undone_role = NULL,
              error_code = $2, error_detail = $3, updated_at = now() WHERE id = $1 AND status = 'undoing'`,
      [importId, error?.code ?? null, error?.detail ?? null],
    );
  }
}
