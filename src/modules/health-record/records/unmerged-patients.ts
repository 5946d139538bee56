import { Injectable } from '@nestjs/common';
import type { PatientInReach } from '../../../platform/access/access-facts.js';
import { Database } from '../../../platform/database/database.js';
import { notFound } from '../../../platform/http/problem.js';

/**
 * Keeps a merge or a transfer from passing a record by: it would stay with the patient that was merged away, seen by nobody, or be
 * sealed to the organization that the patient has left.
 */
@Injectable()
export class UnmergedPatients {
  constructor(private readonly database: Database) {}

  /**
   * Waits for a merge or transfer of the patient that is under way, and holds off the next until the running transaction ends.
   * @throws Problem 404 when the patient was merged into another or moved to another organization since the access check
   */
  async holdUnmerged({ id, organizationId }: PatientInReach): Promise<void> {
    const held = await this.database.execute(
      'SELECT FROM patients WHERE id = $1 AND organization_id = $2 AND merged_into IS NULL FOR KEY SHARE',
      [id, organizationId],
      { name: 'hold-unmerged-patient' },
    );
    if (held === 0) throw notFound('patient');
  }
}
