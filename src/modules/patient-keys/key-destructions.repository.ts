import { Injectable } from '@nestjs/common';
import type { DestroyedKeys } from '../../platform/crypto/patient-keys.js';
import { Database } from '../../platform/database/database.js';

/** A destruction as callers see it. */
export interface KeyDestruction {
  id: string;
  patientId: string;
  reason: string;
  status: 'requested' | 'lapsed' | 'confirmed';
  requestedBy: string;
  requestedAt: string;
  confirmedBy: string | null;
  confirmedAt: string | null;
  /** Which keys were destroyed; SHA-256 over their wrapped forms. Null until then. */
  certificate: { keyVersions: number[]; keysSha256: string } | null;
}

/** Days after which a request that nobody confirmed counts no more. */
const REQUEST_LIFE_DAYS = 7;

const COLUMNS = `
  id, patient_id AS "patientId", reason, requested_by AS "requestedBy", iso_instant(requested_at) AS "requestedAt",
  confirmed_by AS "confirmedBy", iso_instant(confirmed_at) AS "confirmedAt",
  CASE WHEN confirmed_at IS NOT NULL THEN 'confirmed'
       WHEN requested_at < now() - interval '${REQUEST_LIFE_DAYS} days' THEN 'lapsed' ELSE 'requested' END AS status,
  CASE WHEN confirmed_at IS NOT NULL
       THEN json_build_object('keyVersions', key_versions, 'keysSha256', keys_sha256) END AS certificate`;

/** Requests to destroy patients' keys, and what became of them. */
@Injectable()
export class KeyDestructionsRepository {
  constructor(private readonly database: Database) {}

  list(patientId: string): Promise<KeyDestruction[]> {
    return this.database.query<KeyDestruction>(
      `SELECT ${COLUMNS} FROM key_destructions WHERE patient_id = $1 ORDER BY requested_at DESC LIMIT 100`,
      [patientId],
    );
  }

  async findLocked(patientId: string, id: string): Promise<KeyDestruction | undefined> {
    const [row] = await this.database.query<KeyDestruction>(
      `SELECT ${COLUMNS} FROM key_destructions WHERE patient_id = $1 AND id = $2 FOR UPDATE`,
      [patientId, id],
    );
    return row;
  }

  /** Asks anew; an open request of before is replaced, so that a lapsed one does not stand in the way. Undefined while one is open. */
  async request(
    id: string,
    patientId: string,
    reason: string,
    requestedBy: string,
  ): Promise<KeyDestruction | undefined> {
    const [row] = await this.database.query<KeyDestruction>(
      `INSERT INTO key_destructions (id, patient_id, reason, requested_by) VALUES ($1, $2, $3, $4)
       ON CONFLICT (patient_id) WHERE confirmed_at IS NULL
       DO UPDATE SET id = $1, reason = $3, requested_by = $4, requested_at = now()
               WHERE key_destructions.requested_at < now() - interval '${REQUEST_LIFE_DAYS} days'
       RETURNING ${COLUMNS}`,
      [id, patientId, reason, requestedBy],
    );
    return row;
  }

  async confirm(id: string, confirmedBy: string, { versions, sha256 }: DestroyedKeys): Promise<KeyDestruction> {
    const [row] = await this.database.query<KeyDestruction>(
      `UPDATE key_destructions SET confirmed_by = $2, confirmed_at = now(), key_versions = $3, keys_sha256 = $4
        WHERE id = $1 RETURNING ${COLUMNS}`,
      [id, confirmedBy, versions, sha256],
    );
    if (!row) throw new Error('the destruction that was locked is gone');
    return row;
  }

  /** What of a patient was sealed or led to what was sealed, in columns: it opens no more, so it need not stay. */
  async clearSealed(patientId: string): Promise<void> {
    await this.database.execute(
      `UPDATE patients SET contact_sealed = NULL, email_index = NULL, phone_index = NULL, guardian_phone_index = NULL
        WHERE id = $1`,
      [patientId],
    );
  }
}
