import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/access/actor.js';
import type { PatientInReach } from '../../../platform/access/access-facts.js';
import { PatientKeys } from '../../../platform/crypto/patient-keys.js';
import { KeyDestroyed } from '../../../platform/crypto/key-errors.js';
import type { SealContext } from '../../../platform/crypto/seal-context.js';
import { Database } from '../../../platform/database/database.js';
import { MERGED_TABLES, moveBackSql, moveSql, restoreSql, retireSameFactsSql } from './merged-records.js';

/** A merge as the API shows it. */
export interface MergeView {
  id: string;
  survivorId: string;
  mergedId: string;
  mergedMrn: string;
  mergedAt: string;
  undoneAt: string | null;
  /** How many records were moved, and how many retired because the survivor had the same fact. */
  movedCount: number;
  retiredCount: number;
}

const MERGE_SQL = `
SELECT m.id, m.survivor_id AS "survivorId", m.merged_id AS "mergedId", p.mrn AS "mergedMrn", iso_instant(m.merged_at) AS "mergedAt",
       iso_instant(m.undone_at) AS "undoneAt", count(v.record_id) FILTER (WHERE v.action = 'moved' AND v.table_name NOT IN ('patients', 'users'))::int AS "movedCount",
       count(v.record_id) FILTER (WHERE v.action = 'retired')::int AS "retiredCount"
  FROM patient_merges m JOIN patients p ON p.id = m.merged_id
  LEFT JOIN patient_merge_moves v ON v.merge_id = m.id`;

/** Tables whose rows a merge moves, or that only tell of the patient as such or of what was done in the past. */
const UNDERSTOOD = [
  ...MERGED_TABLES.map(({ name }) => name),
  'patients',
  'patient_keys',
  'patient_merges',
  'patient_transfers',
  'distinct_patients',
  'users',
  'break_glass_grants',
];

/** The statements of merging two patients, all inside the caller's unit of work. */
@Injectable()
export class MergeRepository {
  constructor(
    private readonly database: Database,
    private readonly keys: PatientKeys,
  ) {}

  /**
   * Locks patients in the order of their ids, so that two merges never wait for each other; false when one of them is merged already, or
   * has moved to another organization since it was found in reach.
   */
  async lock(...patients: readonly PatientInReach[]): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT id FROM patients
        WHERE (id, organization_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[])) AND merged_into IS NULL ORDER BY id FOR UPDATE`,
      [patients.map(({ id }) => id), patients.map(({ organizationId }) => organizationId)],
    );
    return rows.length === patients.length;
  }

  /** Tables that hold something of this patient that a merge does not know how to move (genomes are sealed to their owner). */
  async unmovable(patientId: string): Promise<string[]> {
    const tables = await this.database.query<{ name: string; column: string }>(
      `SELECT c.conrelid::regclass::text AS name, a.attname AS column
         FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND c.confrelid = 'patients'::regclass AND c.conrelid::regclass::text <> ALL($1)`,
      [UNDERSTOOD],
    );
    const held: string[] = [];
    for (const { name, column } of tables) {
      const sql = `SELECT 1 FROM ${name} WHERE "${column}" = $1 LIMIT 1`;
      if ((await this.database.query(sql, [patientId])).length > 0) held.push(name);
    }
    return held;
  }

  /** Moves everything of `merged` to `survivor` and writes down what went where. */
  async merge(id: string, survivor: PatientInReach, merged: PatientInReach, actor: Actor): Promise<void> {
    await this.database.execute(
      'INSERT INTO patient_merges (id, survivor_id, merged_id, merged_by) VALUES ($1, $2, $3, $4)',
      [id, survivor.id, merged.id, actor.userId],
    );
    for (const table of MERGED_TABLES) {
      await this.database.execute(retireSameFactsSql(table), [id, merged.id, survivor.id]);
      await this.database.execute(moveSql(table), [id, merged.id, survivor.id]);
    }
    await this.resealNotes(id, merged, survivor);
    await this.moveUsers(id, merged.id, survivor.id);
    await this.moveFormerMerges(id, merged.id, survivor.id);
    await this.database.execute(
      'UPDATE patients SET merged_into = $2, version = version + 1, updated_at = now() WHERE id = $1',
      [merged.id, survivor.id],
    );
  }

  /** Puts everything that the merge moved back where it was. */
  async undo(id: string, survivor: PatientInReach, merged: PatientInReach, actor: Actor): Promise<void> {
    for (const table of MERGED_TABLES) {
      await this.database.execute(moveBackSql(table), [id, merged.id, survivor.id]);
      await this.database.execute(restoreSql(table), [id, merged.id]);
    }
    await this.resealNotes(id, survivor, merged);
    await this.database.execute(
      `UPDATE users u SET patient_id = $2 FROM patient_merge_moves m
        WHERE m.merge_id = $1 AND m.table_name = 'users' AND u.id = m.record_id`,
      [id, merged.id],
    );
    await this.database.execute(
      `UPDATE patients p SET merged_into = $2 FROM patient_merge_moves m
        WHERE m.merge_id = $1 AND m.table_name = 'patients' AND p.id = m.record_id`,
      [id, merged.id],
    );
    await this.database.execute(
      'UPDATE patients SET merged_into = NULL, version = version + 1, updated_at = now() WHERE id = $1',
      [merged.id],
    );
    await this.database.execute('UPDATE patient_merges SET undone_by = $2, undone_at = now() WHERE id = $1', [
      id,
      actor.userId,
    ]);
  }

  /** The merges into this patient, newest first; few. */
  list(survivorId: string): Promise<MergeView[]> {
    return this.database.query(
      `${MERGE_SQL} WHERE m.survivor_id = $1 GROUP BY m.id, p.mrn ORDER BY m.merged_at DESC, m.id DESC LIMIT 1000`,
      [survivorId],
    );
  }

  async read(id: string, survivorId: string): Promise<MergeView | undefined> {
    const [row] = await this.database.query<MergeView>(
      `${MERGE_SQL} WHERE m.id = $1 AND m.survivor_id = $2 GROUP BY m.id, p.mrn`,
      [id, survivorId],
    );
    return row;
  }

  async organizationOf(patientId: string): Promise<string | undefined> {
    const [row] = await this.database.query<{ organizationId: string }>(
      'SELECT organization_id AS "organizationId" FROM patients WHERE id = $1 FOR UPDATE',
      [patientId],
    );
    return row?.organizationId;
  }

  /** Sealed notes are bound to their patient, so they are opened with the one's key and sealed with the other's. */
  private async resealNotes(mergeId: string, from: PatientInReach, to: PatientInReach): Promise<void> {
    const rows = await this.database.query<{ id: string; sealed: Buffer }>(
      `SELECT r.id, r.notes_sealed AS sealed FROM health_records r JOIN patient_merge_moves m ON m.record_id = r.id
        WHERE m.merge_id = $1 AND m.table_name = 'health_records' AND m.action = 'moved' AND r.notes_sealed IS NOT NULL AND r.patient_id = $2`,
      [mergeId, to.id],
    );
    for (const { id, sealed } of rows) {
      const resealed = await this.reseal(sealed, notesPlace(from, id), notesPlace(to, id));
      if (resealed)
        await this.database.execute('UPDATE health_records SET notes_sealed = $2 WHERE id = $1', [id, resealed]);
    }
  }

  /** What nobody can read any more stays as it is. */
  private async reseal(sealed: Buffer, from: SealContext, to: SealContext): Promise<Buffer | undefined> {
    try {
      return await this.keys.seal(to, await this.keys.open(from, sealed));
    } catch (error) {
      if (error instanceof KeyDestroyed) return undefined;
      throw error;
    }
  }

  private async moveUsers(mergeId: string, from: string, to: string): Promise<void> {
    await this.database.execute(
      `WITH moved AS (UPDATE users SET patient_id = $3 WHERE patient_id = $2 RETURNING id)
       INSERT INTO patient_merge_moves (merge_id, table_name, record_id, action) SELECT $1, 'users', id, 'moved' FROM moved`,
      [mergeId, from, to],
    );
  }

  /** Whoever was merged into the duplicate before is now the survivor, so that `merged_into` is never a chain. */
  private async moveFormerMerges(mergeId: string, from: string, to: string): Promise<void> {
    await this.database.execute(
      `WITH moved AS (UPDATE patients SET merged_into = $3 WHERE merged_into = $2 RETURNING id)
       INSERT INTO patient_merge_moves (merge_id, table_name, record_id, action) SELECT $1, 'patients', id, 'moved' FROM moved`,
      [mergeId, from, to],
    );
  }
}

function notesPlace({ id, organizationId }: PatientInReach, rowId: string): SealContext {
  return { organizationId, patientId: id, table: 'health_records', column: 'notes_sealed', rowId };
}
