import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/access/actor.js';
import { KeySet } from '../../../platform/crypto/key-set.js';
import { PatientKeys } from '../../../platform/crypto/patient-keys.js';
import type { SealContext } from '../../../platform/crypto/seal-context.js';
import { Database } from '../../../platform/database/database.js';
import { newId } from '../../../platform/database/new-id.js';
import { MERGED_TABLES } from '../merge/merged-records.js';
import { contactPlace } from '../patient-contact.js';

/** A patient who moves, or one who was merged into that patient and goes along. */
export interface MovingPatient {
  id: string;
  mrn: string;
  version: number;
  contactSealed: Buffer | null;
}

export interface Move {
  patientId: string;
  from: string;
  to: string;
  /** The patient's record number from now on. */
  mrn: string;
  actor: Actor;
}

/** Where a sealed value stands, in which organization. */
type Place = (organizationId: string) => SealContext;

/**
 * The statements of a transfer, all inside the caller's unit of work. A genome needs none: it stays sealed to the organization that it
 * came with, which its own row names, and whoever reaches the patient reaches it.
 */
@Injectable()
export class TransferRepository {
  constructor(
    private readonly database: Database,
    private readonly keys: PatientKeys,
  ) {}

  /**
   * Locks the patient and those of the same organization who were merged into them; without the patient when that has moved or was merged
   * meanwhile. New records wait for the lock, and are then refused to whoever reached the patient where they were.
   */
  lock(patientId: string, organizationId: string): Promise<MovingPatient[]> {
    return this.database.query(
      `SELECT id, mrn, version, contact_sealed AS "contactSealed" FROM patients
        WHERE organization_id = $2 AND ((id = $1 AND merged_into IS NULL) OR merged_into = $1) ORDER BY id FOR UPDATE`,
      [patientId, organizationId],
    );
  }

  /** Whether an organization has a record number of one of these. */
  async isAnyTaken(organizationId: string, patients: readonly MovingPatient[]): Promise<boolean> {
    if (patients.length === 0) return false;
    const taken = await this.database.query(
      'SELECT 1 FROM patients WHERE organization_id = $1 AND mrn = ANY($2) LIMIT 1',
      [organizationId, patients.map(({ mrn }) => mrn)],
    );
    return taken.length > 0;
  }

  async move(patients: readonly MovingPatient[], move: Move): Promise<void> {
    const ids = patients.map(({ id }) => id);
    const keys = await this.keys.load(ids);
    for (const patient of patients) await this.moveOne(patient, move, keys);
    await this.resealNotes(ids, move, keys);
    await this.database.execute('UPDATE users SET organization_id = $2 WHERE patient_id = ANY($1::uuid[])', [
      ids,
      move.to,
    ]);
    await this.markImported(ids);
    await this.database.execute(
      `INSERT INTO patient_transfers (id, patient_id, from_organization_id, to_organization_id, former_mrn, transferred_by)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [
        newId(),
        move.patientId,
        move.from,
        move.to,
        patients.find(({ id }) => id === move.patientId)?.mrn,
        move.actor.userId,
      ],
    );
  }

  private async moveOne({ id, mrn, contactSealed }: MovingPatient, move: Move, keys: KeySet): Promise<void> {
    const contact = contactSealed && this.reseal(keys, contactSealed, (place) => contactPlace(id, place), move);
    await this.database.execute(
      `UPDATE patients SET organization_id = $2, mrn = $3, contact_sealed = $4, version = version + 1, updated_at = now() WHERE id = $1`,
      [id, move.to, id === move.patientId ? move.mrn : mrn, contact],
    );
  }

  /** All records are locked first, for one whose notes are being sealed at this moment is found only then. */
  private async resealNotes(ids: readonly string[], move: Move, keys: KeySet): Promise<void> {
    await this.database.execute(
      'SELECT FROM health_records WHERE patient_id = ANY($1::uuid[]) ORDER BY id FOR UPDATE',
      [ids],
    );
    const rows = await this.database.query<{ id: string; patientId: string; sealed: Buffer }>(
      `SELECT id, patient_id AS "patientId", notes_sealed AS sealed FROM health_records
        WHERE patient_id = ANY($1::uuid[]) AND notes_sealed IS NOT NULL`,
      [ids],
    );
    if (rows.length === 0) return;
    const resealed = rows.map(({ id, patientId, sealed }) => {
      const place: Place = (organizationId) => ({
        organizationId,
        patientId,
        table: 'health_records',
        column: 'notes_sealed',
        rowId: id,
      });
      return this.reseal(keys, sealed, place, move);
    });
    await this.database.execute(
      'UPDATE health_records r SET notes_sealed = n.sealed FROM unnest($1::uuid[], $2::bytea[]) AS n (id, sealed) WHERE r.id = n.id',
      [rows.map(({ id }) => id), resealed],
    );
  }

  /** Taking back an import leaves alone what has changed since: the former organization takes nothing from the new one. */
  private async markImported(ids: readonly string[]): Promise<void> {
    for (const { name } of MERGED_TABLES) {
      await this.database.execute(
        `UPDATE ${name} SET version = version + 1 WHERE patient_id = ANY($1::uuid[]) AND import_id IS NOT NULL`,
        [ids],
      );
    }
  }

  /** What nobody can read any more stays as it is. */
  private reseal(keys: KeySet, sealed: Buffer, place: Place, { from, to }: Move): Buffer {
    if (keys.isDestroyed(place(from).patientId)) return sealed;
    return keys.seal(place(to), keys.open(place(from), sealed));
  }
}
