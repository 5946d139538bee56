import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { EventValues } from '../events/sealed-values.js';

interface ReasonRow {
  grant_id: string;
  id: string;
  patient_id: string;
  organization_id: string;
  sealed: Buffer;
}

/** The event is made within the request that made the grant, so its time lies closely behind the one in the grant's id. */
const REASONS = `SELECT g.id AS grant_id, e.id, e.patient_id, e.organization_id, e.sealed
  FROM break_glass_grants g
  CROSS JOIN LATERAL (
    SELECT id, patient_id, organization_id, sealed FROM audit_events
     WHERE patient_id = g.patient_id AND break_glass_id = g.id AND action = 'break-glass' AND sealed IS NOT NULL
       AND occurred_at >= uuid_v7_instant(g.id) AND occurred_at < uuid_v7_instant(g.id) + interval '10 minutes'
     LIMIT 1) AS e
 WHERE g.id = ANY($1::uuid[])`;

/** Why records were opened from outside. The words lie sealed in the audit trail, and nowhere else. */
@Injectable()
export class StatedReasons {
  constructor(
    private readonly database: Database,
    private readonly values: EventValues,
  ) {}

  /** By the opening's id. One is missing when the patient's key was destroyed, or its month lies in the archive. */
  async of(grantIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (grantIds.length === 0) return new Map();
    const rows = await this.database.query<ReasonRow>(REASONS, [grantIds]);
    const opened = await Promise.all(rows.map((row) => this.reasonOf(row)));
    return new Map(opened.filter((entry) => entry !== undefined));
  }

  private async reasonOf(row: ReasonRow): Promise<[string, string] | undefined> {
    const secret = await this.values.open(row.id, row.patient_id, row.organization_id, row.sealed);
    const reason = 'values' in secret ? secret.values['reason'] : undefined;
    return typeof reason === 'string' ? [row.grant_id, reason] : undefined;
  }
}
