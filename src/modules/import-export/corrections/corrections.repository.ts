import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/access/actor.js';
import { copyInto, copyLine } from '../../../platform/database/copy.js';
import { Database } from '../../../platform/database/database.js';

/** An import whose rows somebody corrects. */
export interface CorrectableImport extends Record<string, unknown> {
  readonly status: string;
  readonly isDryRun: boolean;
}

/** A correction that was received and is not yet stored. */
export interface ReceivedCorrection {
  readonly id: string;
  readonly importId: string;
  readonly actor: Actor;
  readonly sha256: string;
  readonly idempotencyKey: string | null;
}

/** A line of the file, with the row that it says it corrects. */
export interface StagedLine {
  readonly line: number;
  readonly row: number | undefined;
  readonly sealed: Buffer;
}

/** Lines named in an answer; more help nobody. */
const NAMED_LINES = 20;
const STAGING = 'import_correction_lines';

/** Rows that are rejected now, in the order of the file. */
const REJECTED_SQL = `SELECT row_number, row_number() OVER (ORDER BY row_number) AS place
  FROM (SELECT DISTINCT row_number FROM import_errors WHERE import_id = $1) AS faulty`;

/** The statements by which corrected rows are taken in; all of them ride one transaction. */
@Injectable()
export class CorrectionsRepository {
  constructor(private readonly database: Database) {}

  /** Locks the import, so that two corrections of it, or a correction and an undo, come one after the other. */
  async lock(importId: string): Promise<CorrectableImport | undefined> {
    const [found] = await this.database.query<CorrectableImport>(
      `SELECT status, is_dry_run AS "isDryRun" FROM imports WHERE id = $1 FOR UPDATE`,
      [importId],
    );
    return found;
  }

  /** The columns of an import's file. */
  async columns(importId: string): Promise<string[]> {
    const [found] = await this.database.query<{ columns: string[] }>('SELECT columns FROM imports WHERE id = $1', [
      importId,
    ]);
    return found?.columns ?? [];
  }

  /** What the caller has sent under this key before. */
  async findByKey(actor: Actor, key: string): Promise<{ importId: string; sha256: string } | undefined> {
    const [found] = await this.database.query<{ importId: string; sha256: string }>(
      `SELECT import_id AS "importId", file_sha256 AS sha256 FROM import_corrections WHERE created_by = $1 AND idempotency_key = $2`,
      [actor.userId, key],
    );
    return found;
  }

  async beginStaging(): Promise<void> {
    await this.database.execute(
      `CREATE TEMP TABLE ${STAGING} (line bigint PRIMARY KEY, row_number bigint, cells_sealed bytea NOT NULL) ON COMMIT DROP`,
    );
  }

  async stage(lines: readonly StagedLine[]): Promise<void> {
    await copyInto(
      this.database,
      STAGING,
      ['line', 'row_number', 'cells_sealed'],
      lines.map(({ line, row, sealed }) => copyLine([line, row ?? null, sealed])),
    );
  }

  /** True when every line tells which row it corrects. */
  async areAllReferenced(): Promise<boolean> {
    return (await this.database.query(`SELECT FROM ${STAGING} WHERE row_number IS NULL LIMIT 1`)).length === 0;
  }

  /**
   * Takes the lines for the rejected rows in their order; false, and nothing is changed, unless there is exactly one for each and
   * those that still tell their row agree.
   */
  async referByOrder(importId: string): Promise<boolean> {
    const [fit] = await this.database.query<{ fits: boolean }>(
      `SELECT count(*) FILTER (WHERE rejected.place IS NULL OR lines.place IS NULL OR lines.row_number <> rejected.row_number) = 0 AS fits
         FROM (${REJECTED_SQL}) AS rejected
         FULL JOIN (SELECT row_number, row_number() OVER (ORDER BY line) AS place FROM ${STAGING}) AS lines USING (place)`,
      [importId],
    );
    if (!fit?.fits) return false;
    await this.database.execute(
      `UPDATE ${STAGING} s SET row_number = rejected.row_number
         FROM (${REJECTED_SQL}) AS rejected,
              (SELECT line, row_number() OVER (ORDER BY line) AS place FROM ${STAGING}) AS lines
        WHERE lines.line = s.line AND lines.place = rejected.place`,
      [importId],
    );
    return true;
  }

  /** Lines that correct a row which another line corrects too. */
  async repeated(): Promise<number[]> {
    return this.lines(
      `SELECT s.line FROM ${STAGING} s WHERE EXISTS (
         SELECT FROM ${STAGING} o WHERE o.row_number = s.row_number AND o.line < s.line)`,
      [],
    );
  }

  /** Lines that correct a row which this import never rejected. */
  async foreign(importId: string): Promise<number[]> {
    return this.lines(
      `SELECT s.line FROM ${STAGING} s
        WHERE NOT EXISTS (SELECT FROM import_errors e WHERE e.import_id = $1 AND e.row_number = s.row_number)
          AND NOT EXISTS (SELECT FROM import_corrected_rows c WHERE c.import_id = $1 AND c.row_number = s.row_number)`,
      [importId],
    );
  }

  /** Makes the lines wait, but for those whose rows are in already. Returns how many wait. */
  async take(importId: string): Promise<number> {
    return this.database.execute(
      `INSERT INTO import_corrected_rows (import_id, row_number, state, cells_sealed)
       SELECT $1, row_number, 'waiting', cells_sealed FROM ${STAGING}
       ON CONFLICT (import_id, row_number) DO UPDATE SET state = 'waiting', cells_sealed = excluded.cells_sealed
        WHERE import_corrected_rows.state = 'rejected'`,
      [importId],
    );
  }

  /** Opens the import again for so many of its rejected rows. */
  async reopen(
    { id, importId, actor, sha256, idempotencyKey }: ReceivedCorrection,
    rows: number,
    jobId: string,
  ): Promise<void> {
    await this.database.execute(
      `INSERT INTO import_corrections (id, import_id, created_by, created_role, file_sha256, row_count, idempotency_key)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [id, importId, actor.userId, actor.role, sha256, rows, idempotencyKey],
    );
    await this.database.execute(
      `UPDATE imports SET status = 'queued', correction_id = $2, job_id = $3, rejected_rows = rejected_rows - $4,
              round_started_at = NULL, round_base_rows = inserted_rows + duplicate_rows + rejected_rows - $4,
              error_code = NULL, error_detail = NULL, finished_at = NULL, updated_at = now()
        WHERE id = $1`,
      [importId, id, jobId, rows],
    );
  }

  private async lines(sql: string, values: readonly unknown[]): Promise<number[]> {
    const rows = await this.database.query<{ line: string }>(`${sql} ORDER BY s.line LIMIT ${NAMED_LINES}`, values);
    return rows.map(({ line }) => Number(line));
  }
}
