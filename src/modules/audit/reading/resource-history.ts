import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { AuditedPatient } from '../events/audit-event.js';
import { EventValues } from '../events/sealed-values.js';

/** One change of a resource: who made it, when, and the values before and after. */
export interface ResourceChange {
  at: string;
  action: string;
  by: { id: string | null; displayName: string | null; role: string | null };
  previous: Readonly<Record<string, unknown>> | null;
  next: Readonly<Record<string, unknown>> | null;
}

interface ChangeRow {
  id: string;
  at: string;
  action: string;
  actor_id: string | null;
  actor_role: string | null;
  display_name: string | null;
  organization_id: string;
  sealed: Buffer | null;
}

/** No record is corrected this often; beyond it the oldest changes are looked up in the audit log. */
const CHANGES_MAX = 200;

/** Tells how one resource of a patient came to be what it is, from the audit trail. */
@Injectable()
export class ResourceHistory {
  constructor(
    private readonly database: Database,
    private readonly values: EventValues,
  ) {}

  /** The changes of a resource, the newest first; without values where the patient's key was destroyed. */
  async of(patient: AuditedPatient, resource: string, resourceId: string): Promise<ResourceChange[]> {
    const rows = await this.database.query<ChangeRow>(
      `SELECT e.id, iso_instant(e.occurred_at) AS at, e.action, e.actor_id, e.actor_role, u.display_name, e.organization_id, e.sealed
         FROM audit_events e LEFT JOIN users u ON u.id = e.actor_id
        WHERE e.patient_id = $1 AND e.resource_type = $2 AND e.resource_id = $3 AND e.outcome = 'success'
          AND e.action IN ('create', 'update', 'retire', 'restore', 'merge')
        ORDER BY e.occurred_at DESC, e.id DESC LIMIT ${CHANGES_MAX}`,
      [patient.id, resource, resourceId],
    );
    return Promise.all(rows.map((row) => this.changeOf(patient.id, row)));
  }

  private async changeOf(patientId: string, row: ChangeRow): Promise<ResourceChange> {
    const opened = row.sealed && (await this.values.open(row.id, patientId, row.organization_id, row.sealed));
    const values = opened && 'values' in opened ? opened.values : {};
    return {
      at: row.at,
      action: row.action,
      by: { id: row.actor_id, displayName: row.display_name, role: row.actor_role },
      previous: (values['previous'] as ResourceChange['previous'] | undefined) ?? null,
      next: (values['next'] as ResourceChange['next'] | undefined) ?? null,
    };
  }
}
