import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { JobEnd } from '../../../platform/queue/index.js';
import type { Chunk } from '../pipeline/chunk.js';
import type { ChunkLedger } from '../pipeline/chunk-writer.js';
import { type ChunkCounts, LEDGER_COLUMNS, type LedgerEntry } from '../pipeline/import-ledger.js';

/** How far a correction has come. Each row's state moves in the transaction that holds the row. */
@Injectable()
export class CorrectionLedger {
  constructor(private readonly database: Database) {}

  /** Marks the correction as begun and reads its import, as of who corrects. Undefined when it has ended. */
  async begin(correctionId: string): Promise<LedgerEntry | undefined> {
    const [entry] = await this.database.query<LedgerEntry & Record<string, unknown>>(
      `UPDATE imports i SET status = 'processing', round_started_at = coalesce(i.round_started_at, now()), updated_at = now()
         FROM organizations o
        WHERE i.correction_id = $1 AND o.id = i.organization_id AND i.status IN ('queued', 'processing')
        RETURNING ${LEDGER_COLUMNS}`,
      [correctionId],
    );
    if (!entry) return undefined;
    const [corrector] = await this.database.query<Pick<LedgerEntry, 'createdBy' | 'createdRole'>>(
      `SELECT created_by AS "createdBy", created_role AS "createdRole" FROM import_corrections WHERE id = $1`,
      [correctionId],
    );
    return { ...entry, ...corrector };
  }

  /** The ledger of corrected rows, a chunk being those between two numbers. */
  of(importId: string): ChunkLedger {
    return {
      open: (chunk) => this.open(importId, chunk),
      close: (chunk, counts) => this.close(importId, chunk, counts),
    };
  }

  /** Ends the round: whatever still waits is rejected as it was. Returns the import, or undefined when the round had ended. */
  async end(correctionId: string, end?: JobEnd): Promise<string | undefined> {
    const error = end?.kind === 'failed' ? end : null;
    const [ended] = await this.database.query<{ id: string }>(
      `UPDATE imports i
          SET rejected_rows = i.rejected_rows + left_over.n, correction_id = NULL, status_before = NULL,
              status = CASE WHEN i.rejected_rows + left_over.n > 0 THEN 'completed-with-errors' ELSE 'completed' END,
              error_code = $2, error_detail = $3, finished_at = now(), updated_at = now()
         FROM (SELECT count(*) AS n FROM import_corrected_rows w JOIN imports of ON of.id = w.import_id
                WHERE of.correction_id = $1 AND w.state = 'waiting') AS left_over
        WHERE i.correction_id = $1 AND i.status IN ('queued', 'processing') RETURNING i.id`,
      [correctionId, error?.code ?? null, error?.detail ?? null],
    );
    if (!ended) return undefined;
    await this.database.execute(
      `UPDATE import_corrected_rows SET state = 'rejected' WHERE import_id = $1 AND state = 'waiting'`,
      [ended.id],
    );
    return ended.id;
  }

  /** Makes room for the new errors of the chunk's rows. */
  private async open(importId: string, { start, end }: Chunk): Promise<boolean> {
    await this.database.query('SELECT FROM imports WHERE id = $1 FOR UPDATE', [importId]);
    const waiting = await this.database.query(
      `SELECT FROM import_corrected_rows WHERE import_id = $1 AND state = 'waiting' AND row_number BETWEEN $2 AND $3 LIMIT 1`,
      [importId, start, end],
    );
    if (waiting.length === 0) return false;
    await this.database.execute(
      `DELETE FROM import_errors e USING import_corrected_rows w
        WHERE e.import_id = $1 AND w.import_id = $1 AND e.row_number = w.row_number
          AND w.state = 'waiting' AND w.row_number BETWEEN $2 AND $3`,
      [importId, start, end],
    );
    return true;
  }

  /** A row is in when nothing is wrong with it any more. */
  private async close(importId: string, { start, end }: Chunk, counts: ChunkCounts): Promise<void> {
    const range = `import_id = $1 AND state = 'waiting' AND row_number BETWEEN $2 AND $3`;
    await this.database.execute(
      `UPDATE import_corrected_rows w SET state = 'accepted', cells_sealed = NULL
        WHERE ${range} AND NOT EXISTS (SELECT FROM import_errors e WHERE e.import_id = $1 AND e.row_number = w.row_number)`,
      [importId, start, end],
    );
    await this.database.execute(`UPDATE import_corrected_rows SET state = 'rejected' WHERE ${range}`, [
      importId,
      start,
      end,
    ]);
    await this.database.execute(
      `UPDATE imports SET inserted_rows = inserted_rows + $2, duplicate_rows = duplicate_rows + $3,
              rejected_rows = rejected_rows + $4, updated_at = now() WHERE id = $1`,
      [importId, counts.inserted, counts.duplicate, counts.rejected],
    );
  }
}
