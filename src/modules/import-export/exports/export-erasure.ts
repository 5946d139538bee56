import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';

/** Reaches the copies of a patient's sealed data that lie in exports: they hold them opened, under keys of their own. */
@Injectable()
export class ExportErasure {
  constructor(private readonly database: Database) {}

  /**
   * Takes the keys of all exports in which the patient may stand, made or in the making, in the transaction of the caller; the sweep removes
   * the objects: those of the patient's organization, and of any that the patient has left. Records of other types hold nothing that was
   * sealed. Returns how many exports that were.
   */
  forget({ id, organizationId }: { id: string; organizationId: string }): Promise<number> {
    return this.database.execute(
      `UPDATE exports SET wrapped_key = NULL, kek_id = NULL, password_sealed = NULL, expires_at = least(expires_at, now())
        WHERE type = 'patients' AND wrapped_key IS NOT NULL
          AND organization_id IN (
            SELECT unnest(path) FROM organizations
             WHERE id = $2 OR id IN (SELECT from_organization_id FROM patient_transfers WHERE patient_id = $1))`,
      [id, organizationId],
    );
  }
}
