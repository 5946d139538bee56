import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { AuditTrail } from '../../audit/index.js';
import type { ExportType } from '../exports/export.rules.js';
import { RECORD_TABLES } from '../export-formats/record-tables.js';
import type { ExportEntry } from './export-ledger.js';

/** Leaves one audit event for each patient whose data stand in an export's file. */
@Injectable()
export class ExportTrace {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Set-based, in the transaction that gives the file free: nobody can have it before its events are there. Which patients
   * these are was noted with each part, from the snapshot that its rows came from.
   */
  async leave({ id, type, format, createdBy, createdRole, organizationId }: ExportEntry): Promise<void> {
    await this.database.query(`SELECT set_config('statement_timeout', '0', true)`);
    await this.audit.withinForPatients(
      {
        action: 'export',
        resource: resourceOf(type),
        resourceId: id,
        actor: { userId: createdBy, role: createdRole, organizationId, sessionId: null },
        purpose: 'HOPERAT',
        detail: { export: id, format },
      },
      {
        sql: `SELECT DISTINCT p.id AS patient_id, p.organization_id
                FROM export_parts e CROSS JOIN LATERAL unnest(e.patient_ids) AS touched (id) JOIN patients p ON p.id = touched.id
               WHERE e.export_id = $1`,
        values: [id],
      },
    );
    await this.database.execute('UPDATE export_parts SET patient_ids = NULL WHERE export_id = $1', [id]);
  }
}

function resourceOf(type: ExportType): string {
  return type === 'patients' ? 'patient' : RECORD_TABLES[type].kind.resource;
}
