import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { type AuditActor, AuditTrail } from '../../audit/index.js';
import type { ImportType } from '../row-parsers/row-type.rules.js';
import { plainArrayLiteral } from '../targets/import-target.js';
import { ImportTargets } from '../targets/import-targets.js';
import type { LedgerEntry } from './import-ledger.js';

interface EndedImport {
  type: ImportType;
  status: string;
  createdBy: string;
  createdRole: string;
  organizationId: string;
  inserted: string;
}

/** Leaves one audit event for each patient that an import touched; until then the rows' `import_id` is the trace. */
@Injectable()
export class ImportTrace {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
    private readonly targets: ImportTargets,
  ) {}

  /** Set-based, in the transaction that ends the import; a million patients take longer than a statement usually may. */
  async leave(importId: string): Promise<void> {
    const [ended] = await this.database.query<EndedImport & Record<string, unknown>>(
      `SELECT type, status, created_by AS "createdBy", created_role AS "createdRole", organization_id AS "organizationId",
              inserted_rows AS inserted, set_config('statement_timeout', '0', true)
         FROM imports WHERE id = $1`,
      [importId],
    );
    if (!ended || ended.inserted === '0') return;
    const { resource, tables } = this.targets.of(ended.type);
    const table = tables[0]?.table ?? '';
    const touched = ended.type === 'patients' ? 'id' : 'patient_id';
    await this.audit.withinForPatients(
      {
        action: 'import',
        resource,
        resourceId: importId,
        actor: actorOf(ended),
        detail: { import: importId, status: ended.status },
      },
      {
        sql: `SELECT p.id AS patient_id, p.organization_id
                FROM (SELECT DISTINCT ${touched} AS id FROM ${table} WHERE import_id = $1) AS touched JOIN patients p USING (id)`,
        values: [importId],
      },
    );
  }

  /** The same for the patients of one chunk of corrected rows, as done by who corrected them. */
  async leaveForChunk(entry: LedgerEntry, patientIds: Iterable<string>): Promise<void> {
    await this.audit.withinForPatients(
      {
        action: 'import',
        resource: this.targets.of(entry.type).resource,
        resourceId: entry.id,
        actor: actorOf(entry),
        detail: { import: entry.id, status: 'corrected' },
      },
      {
        sql: `SELECT p.id AS patient_id, p.organization_id FROM unnest($1::uuid[]) AS touched (id) JOIN patients p USING (id)`,
        values: [plainArrayLiteral([...patientIds])],
      },
    );
  }
}

function actorOf({
  createdBy,
  createdRole,
  organizationId,
}: Pick<LedgerEntry, 'createdBy' | 'createdRole' | 'organizationId'>): AuditActor {
  return { userId: createdBy, role: createdRole, organizationId, sessionId: null };
}
