import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';

/** Reaches the copies of a patient's sealed data that lie in exports: they hold them opened, under keys of their own. */
@Injectable()
export class ExportErasure {
  constructor(private readonly database: Database) {}

  /**
   * Takes the keys of all exports in which the patient may stand, made or in the making, in the transaction of the caller; the sweep removes
   * the objects. Records of other types hold nothing that was sealed. Returns how many exports that were.
   */
  forget({ organizationId }: { organizationId: string }): Promise<number> {
    return this.database.execute(
      `UPDATE exports SET wrapped_key = NULL, kek_id = NULL, password_sealed = NULL, expires_at = least(expires_at, now())
        WHERE type = 'patients' AND wrapped_key IS NOT NULL
          AND organization_id IN (SELECT unnest(path) FROM organizations WHERE id = $1)`,
      [organizationId],
    );
  }
}
