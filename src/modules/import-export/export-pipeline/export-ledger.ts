import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { PatientKey } from '../export-formats/patient-range.js';
import type { ExportFormat, ExportType } from '../exports/export.rules.js';
import type { StoredPart } from './export-parts.js';

/** An export as its worker sees it. */
export interface ExportEntry {
  readonly id: string;
  readonly type: ExportType;
  readonly format: ExportFormat;
  readonly organizationId: string;
  readonly timeZone: string;
  readonly createdBy: string;
  readonly createdRole: string;
  readonly from: string | null;
  readonly to: string | null;
  /** Null when it was erased meanwhile. */
  readonly wrapped: Buffer | null;
  readonly kekId: string | null;
  readonly createdAt: string;
  readonly passwordSealed: Buffer | null;
  /** False when a worker has had it in hand before. */
  readonly isFirstRun: boolean;
  readonly parts: number;
  readonly resumeOrganizationId: string | null;
  readonly resumePatientId: string | null;
}

/** A piece that is in the object store, and where the next begins. */
export interface WrittenPart extends StoredPart {
  readonly number: number;
  readonly rows: number;
  readonly patientIds: readonly string[];
  readonly last: PatientKey | undefined;
}

/**
 * Records move between patients when these are merged, and patients between organizations, past the point that an export has reached:
 * what was written before and after would not add up. The minute is for what had begun before and committed after.
 */
const MOVED_SINCE = `(EXISTS (
  SELECT FROM patient_merges m JOIN patients p ON p.id = m.survivor_id JOIN organizations mo ON mo.id = p.organization_id
   WHERE mo.path @> ARRAY[e.organization_id] AND greatest(m.merged_at, m.undone_at) >= e.started_at - interval '1 minute')
 OR EXISTS (
  SELECT FROM patient_transfers t JOIN organizations mo ON mo.id IN (t.from_organization_id, t.to_organization_id)
   WHERE mo.path @> ARRAY[e.organization_id] AND t.transferred_at >= e.started_at - interval '1 minute'))`;

/** How far an export has come, in the same transactions as its parts. */
@Injectable()
export class ExportLedger {
  constructor(private readonly database: Database) {}

  /**
   * Marks the export as begun and reads it. One that goes on after patients were merged or moved begins anew. Undefined when it
   * has ended.
   */
  async begin(id: string): Promise<ExportEntry | undefined> {
    const [open] = await this.database.query<{ isStale: boolean; isFirstRun: boolean }>(
      `SELECT ${MOVED_SINCE} AS "isStale", e.started_at IS NULL AS "isFirstRun" FROM exports e WHERE e.id = $1 AND e.finished_at IS NULL FOR UPDATE OF e`,
      [id],
    );
    if (!open) return undefined;
    if (open.isStale) await this.startOver(id);
    const [entry] = await this.database.query<Omit<ExportEntry, 'isFirstRun'> & Record<string, unknown>>(
      `UPDATE exports e SET status = 'processing', started_at = coalesce(e.started_at, now()), updated_at = now()
         FROM organizations o
        WHERE e.id = $1 AND o.id = e.organization_id
        RETURNING e.id, e.type, e.format, e.organization_id AS "organizationId", o.time_zone AS "timeZone", e.created_by AS "createdBy",
                  e.created_role AS "createdRole", e.from_date AS "from", e.to_date AS "to", e.wrapped_key AS wrapped, e.kek_id AS "kekId",
                  iso_instant(e.created_at) AS "createdAt", e.password_sealed AS "passwordSealed",
                  e.resume_organization_id AS "resumeOrganizationId", e.resume_patient_id AS "resumePatientId",
                  (SELECT count(*)::int FROM export_parts p WHERE p.export_id = e.id) AS parts`,
      [id],
    );
    return entry && { ...entry, isFirstRun: open.isFirstRun };
  }

  /**
   * Enters a part. False when one of its number is entered already: a commit whose answer was lost is repeated by the unit
   * of work, and must not count twice.
   */
  async advance(id: string, part: WrittenPart): Promise<boolean> {
    const entered = await this.database.execute(
      `INSERT INTO export_parts (export_id, number, object_key, rows, bytes, patient_ids) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (export_id, number) DO NOTHING`,
      [id, part.number, part.objectKey, part.rows, part.bytes, part.patientIds],
    );
    if (entered === 0) return false;
    await this.database.execute(
      `UPDATE exports SET rows = rows + $2, bytes = bytes + $3, resume_organization_id = $4, resume_patient_id = $5, updated_at = now()
        WHERE id = $1`,
      [id, part.rows, part.bytes, part.last?.organizationId ?? null, part.last?.id ?? null],
    );
    return true;
  }

  /** Puts the finished file in the place of the parts that it was made of; their objects are swept away. */
  async replaceParts(id: string, { objectKey, bytes }: StoredPart): Promise<void> {
    await this.database.execute('DELETE FROM export_parts WHERE export_id = $1', [id]);
    await this.database.execute(
      `WITH file AS (UPDATE exports SET bytes = $3, updated_at = now() WHERE id = $1 RETURNING rows)
       INSERT INTO export_parts (export_id, number, object_key, rows, bytes) SELECT $1, 1, $2, file.rows, $3 FROM file`,
      [id, objectKey, bytes],
    );
  }

  /** True while the export's key is there; it goes when a patient in it is erased. */
  async isReadable(id: string): Promise<boolean> {
    const found = await this.database.query(
      'SELECT FROM exports WHERE id = $1 AND wrapped_key IS NOT NULL FOR UPDATE',
      [id],
    );
    return found.length > 0;
  }

  /** Ends the export as completed; its file can be had from now on, for so many hours. */
  async complete(id: string, keptHours: number): Promise<void> {
    await this.database.execute(
      `UPDATE exports SET status = 'completed', finished_at = now(), updated_at = now(), password_sealed = NULL,
              expires_at = now() + make_interval(hours => $2)
        WHERE id = $1`,
      [id, keptHours],
    );
  }

  /** Ends the export without a file. What it has written opens no more from this instant, and is then swept away. */
  async abandon(
    id: string,
    status: 'failed' | 'cancelled',
    error: { code: string; detail: string } | null,
  ): Promise<void> {
    await this.database.execute(
      `UPDATE exports SET status = $2, error_code = $3, error_detail = $4, finished_at = now(), updated_at = now(),
              wrapped_key = NULL, kek_id = NULL, password_sealed = NULL
        WHERE id = $1 AND finished_at IS NULL`,
      [id, status, error?.code ?? null, error?.detail ?? null],
    );
  }

  private async startOver(id: string): Promise<void> {
    await this.database.execute('DELETE FROM export_parts WHERE export_id = $1', [id]);
    await this.database.execute(
      `UPDATE exports SET rows = 0, bytes = 0, resume_organization_id = NULL, resume_patient_id = NULL, started_at = now()
        WHERE id = $1`,
      [id],
    );
  }
}
