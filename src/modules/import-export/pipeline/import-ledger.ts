import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { DateFormat } from '../row-parsers/dates.rules.js';
import type { ColumnMapping } from '../row-parsers/header.rules.js';
import type { ImportType } from '../row-parsers/row-type.rules.js';
import type { ChunkLedger } from './chunk-writer.js';

/** An import as its worker sees it. */
export interface LedgerEntry {
  readonly id: string;
  readonly type: ImportType;
  readonly organizationId: string;
  readonly timeZone: string;
  readonly createdBy: string;
  readonly createdRole: string;
  readonly isDryRun: boolean;
  readonly dateFormat: DateFormat;
  readonly mapping: ColumnMapping;
  readonly columns: string[];
  readonly delimiter: string;
  readonly newline: '\n' | '\r';
  readonly fileKey: string | null;
  readonly resumeByte: number;
  readonly resumeRow: number;
}

/** What a chunk adds to the counts of its import. */
export interface ChunkCounts {
  readonly inserted: number;
  readonly duplicate: number;
  readonly rejected: number;
  /** Lines without a value, which are no rows after all. */
  readonly blank: number;
}

/** SQL of a `LedgerEntry`, over the aliases `i` (import) and `o` (its organization). */
export const LEDGER_COLUMNS = `i.id, i.type, i.organization_id AS "organizationId", o.time_zone AS "timeZone", i.created_by AS "createdBy",
  i.created_role AS "createdRole", i.is_dry_run AS "isDryRun", i.date_format AS "dateFormat", i.mapping, i.columns,
  i.delimiter, i.newline, i.file_key AS "fileKey", i.resume_byte::float8 AS "resumeByte", i.resume_row::float8 AS "resumeRow"`;

/** How far an import has come, in the same transactions as its rows. */
@Injectable()
export class ImportLedger {
  constructor(private readonly database: Database) {}

  /** Marks the import as begun and reads it. Undefined when it has ended. */
  async begin(id: string): Promise<LedgerEntry | undefined> {
    const [entry] = await this.database.query<LedgerEntry & Record<string, unknown>>(
      `UPDATE imports i SET status = 'processing', started_at = coalesce(i.started_at, now()), updated_at = now()
         FROM organizations o
        WHERE i.id = $1 AND o.id = i.organization_id AND i.status IN ('queued', 'processing')
        RETURNING ${LEDGER_COLUMNS}`,
      [id],
    );
    return entry;
  }

  /** The ledger of a file's chunks, which go in one after the other. */
  ofFile(id: string): ChunkLedger {
    return {
      open: ({ start }) => this.isNext(id, start),
      close: ({ end, nextRow }, counts) => this.advance(id, counts, { byte: end, row: nextRow }),
    };
  }

  /** Ends the import as completed, with or without rejected rows. */
  async complete(id: string): Promise<void> {
    await this.database.execute(
      `UPDATE imports SET status = CASE WHEN rejected_rows > 0 THEN 'completed-with-errors' ELSE 'completed' END,
              finished_at = now(), updated_at = now()
        WHERE id = $1`,
      [id],
    );
  }

  /** Ends the import before its file's end; what it stored until then stays. */
  async abandon(
    id: string,
    status: 'failed' | 'cancelled',
    error: { code: string; detail: string } | null,
  ): Promise<void> {
    await this.database.execute(
      `UPDATE imports SET status = $2, error_code = $3, error_detail = $4, finished_at = now(), updated_at = now()
        WHERE id = $1 AND finished_at IS NULL`,
      [id, status, error?.code ?? null, error?.detail ?? null],
    );
  }

  /** Forgets what a dry run remembered. */
  async forgetFacts(id: string): Promise<void> {
    await this.database.execute('DELETE FROM import_dry_run_facts WHERE import_id = $1', [id]);
  }

  private async isNext(id: string, start: number): Promise<boolean> {
    const [entry] = await this.database.query<{ resume_byte: string }>(
      'SELECT resume_byte FROM imports WHERE id = $1 FOR UPDATE',
      [id],
      { name: 'import-ledger-lock' },
    );
    return Number(entry?.resume_byte) === start;
  }

  private async advance(id: string, counts: ChunkCounts, next: { byte: number; row: number }): Promise<void> {
    await this.database.execute(
      `UPDATE imports SET inserted_rows = inserted_rows + $2, duplicate_rows = duplicate_rows + $3,
              rejected_rows = rejected_rows + $4, total_rows = total_rows - $5, resume_byte = $6, resume_row = $7, updated_at = now()
        WHERE id = $1`,
      [id, counts.inserted, counts.duplicate, counts.rejected, counts.blank, next.byte, next.row],
      { name: 'import-ledger-advance' },
    );
  }
}
