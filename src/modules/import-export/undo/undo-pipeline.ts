import { Injectable } from '@nestjs/common';
import { CacheVersions } from '../../../platform/cache/index.js';
import { Database } from '../../../platform/database/database.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import type { JobLease } from '../../../platform/queue/index.js';
import { AuditTrail } from '../../audit/index.js';
import type { ImportTarget } from '../targets/import-target.js';
import { ImportTargets } from '../targets/import-targets.js';
import { patientOf, tableOf, TouchedRows } from './touched-rows.js';
import { TouchedOrganizations } from '../pipeline/touched-organizations.js';
import { UndoLedger, type UndoneImport } from './undo-ledger.js';

/** The rows that are taken back, while they are. */
const GOING = 'import_undo_rows';

/**
 * Takes an import back in one transaction, so that whatever happens to the worker the import is there or gone, and never half of
 * it. Rows that somebody has worked with since stay. Set-based: nothing of a row travels through this process.
 */
@Injectable()
export class UndoPipeline {
  // oxlint-disable-next-line max-params -- Nest injects one collaborator a parameter
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: UndoLedger,
    private readonly targets: ImportTargets,
    private readonly touchedRows: TouchedRows,
    private readonly audit: AuditTrail,
    private readonly cacheVersions: CacheVersions,
    private readonly organizations: TouchedOrganizations,
  ) {}

  /**
   * The lease is held last: until then its row is free for its own renewal, however long a million rows take, and nothing is committed
   * without it. Whoever takes the job over meanwhile waits for the import's row.
   * @throws what `JobHandler.run` may
   */
  run(importId: string, lease: JobLease): Promise<void> {
    return this.unitOfWork.run(async () => {
      lease.signal.throwIfAborted();
      const undone = await this.ledger.begin(importId);
      if (!undone) return;
      const target = this.targets.of(undone.type);
      const { going, kept } = await this.choose(importId, target);
      await this.tell(undone, target, going, kept);
      if (target.type !== 'patients') await this.cacheVersions.bumpSelected(`SELECT patient_id FROM ${GOING}`);
      this.cacheVersions.bumpOrganizations(...(await this.organizations.of(undone.organizationId)));
      await this.remove(target);
      await this.ledger.complete(importId, going, kept);
      await lease.hold();
      await lease.complete();
    });
  }

  /**
   * Locks every row first: only then is it certain that whoever touches one now either was seen or finds it gone. What was touched is
   * asked by a statement of its own, which sees all that was committed before the locks.
   */
  private async choose(importId: string, target: ImportTarget): Promise<{ going: number; kept: number }> {
    await this.database.execute(
      `CREATE TEMP TABLE ${GOING} (id uuid PRIMARY KEY, patient_id uuid NOT NULL) ON COMMIT DROP`,
    );
    const all = await this.database.execute(
      `INSERT INTO ${GOING} SELECT t.id, ${patientOf(target)} FROM ${tableOf(target)} t WHERE t.import_id = $1 ORDER BY t.id FOR UPDATE OF t`,
      [importId],
    );
    await this.database.execute(`ANALYZE ${GOING}`);
    const kept = await this.database.execute(
      `DELETE FROM ${GOING} g USING ${tableOf(target)} t WHERE t.id = g.id AND ${await this.touchedRows.condition(target)}`,
    );
    return { going: all - kept, kept };
  }

  /** One event for each patient, and the receipt. */
  private async tell(undone: UndoneImport, target: ImportTarget, going: number, kept: number): Promise<void> {
    const { id, undoneBy, undoneRole, organizationId } = undone;
    const actor = { userId: undoneBy, role: undoneRole, organizationId, sessionId: null };
    await this.audit.withinForPatients(
      { action: 'undo', resource: target.resource, resourceId: id, actor, detail: { import: id } },
      {
        sql: `SELECT p.id AS patient_id, p.organization_id FROM (SELECT DISTINCT patient_id AS id FROM ${GOING}) AS touched JOIN patients p USING (id)`,
        values: [],
      },
    );
    const detail = { type: undone.type, undoneRows: going, keptRows: kept };
    this.audit.within({ action: 'undo', resource: 'import', resourceId: id, patient: null, actor, detail });
  }

  /** The first table holds the rows, the others what belongs to them, by its first column. */
  private async remove({ tables }: ImportTarget): Promise<void> {
    for (const { table, columns } of tables.toReversed()) {
      await this.database.execute(`DELETE FROM ${table} t USING ${GOING} g WHERE t.${columns[0]} = g.id`);
    }
  }
}
