import { Injectable } from '@nestjs/common';
import type { PatientInReach } from '../../../platform/access/access-facts.js';
import type { Actor } from '../../../platform/access/actor.js';
import { CacheVersions } from '../../../platform/cache/index.js';
import { Database } from '../../../platform/database/database.js';
import { newId } from '../../../platform/database/new-id.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { conflict, notFound } from '../../../platform/http/problem.js';
import { AuditTrail } from '../../audit/index.js';
import type { ConsentScope } from './trait-table.js';

/** A consent as the API shows it. */
export interface ConsentView {
  id: string;
  scope: ConsentScope;
  recordedAt: string;
  recordedBy: string;
}

const COLUMNS = 'id, scope, iso_instant(recorded_at) AS "recordedAt", recorded_by AS "recordedBy"';

/**
 * What a patient agreed to be shown of a genome's meaning. `traits` opens the results, `apoe` and `brca` each their own, and
 * `alerts` lets the summary carry dose alerts. Withdrawing closes again at once.
 */
@Injectable()
export class ConsentsService {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly versions: CacheVersions,
  ) {}

  /** The consents in force. */
  list({ id }: Pick<PatientInReach, 'id'>): Promise<ConsentView[]> {
    return this.database.query<ConsentView & Record<string, unknown>>(
      `SELECT ${COLUMNS} FROM genome_consents WHERE patient_id = $1 AND withdrawn_at IS NULL ORDER BY id`,
      [id],
      { name: 'genome-consents' },
    );
  }

  /** The scopes of the consents in force. */
  async scopes(patient: Pick<PatientInReach, 'id'>): Promise<Set<ConsentScope>> {
    return new Set((await this.list(patient)).map(({ scope }) => scope));
  }

  /** Records a consent; one that is in force already is answered as it is. @throws Problem 409 without the first consent */
  async record(actor: Actor, patient: PatientInReach, scope: ConsentScope): Promise<ConsentView> {
    return this.unitOfWork.run(async () => {
      if (scope !== 'traits' && !(await this.scopes(patient)).has('traits')) {
        throw conflict('This consent adds to the one for traits, which has to be recorded first.');
      }
      const id = newId();
      const added = await this.database.execute(
        `INSERT INTO genome_consents (id, patient_id, scope, recorded_by) VALUES ($1, $2, $3, $4)
         ON CONFLICT (patient_id, scope) WHERE withdrawn_at IS NULL DO NOTHING`,
        [id, patient.id, scope, actor.userId],
      );
      if (added > 0) {
        this.audit.within({ action: 'create', resource: 'genome-consent', resourceId: id, next: { scope } });
        this.versions.bump(patient.id);
      }
      const consents = await this.list(patient);
      return consents.find((consent) => consent.scope === scope)!;
    });
  }

  /** Withdraws a consent; withdrawing the one for traits withdraws all. @throws Problem 404 when it is not in force */
  async withdraw(actor: Actor, { id }: PatientInReach, scope: ConsentScope): Promise<void> {
    await this.unitOfWork.run(async () => {
      const withdrawn = await this.database.query<{ id: string; scope: ConsentScope }>(
        `UPDATE genome_consents SET withdrawn_at = now(), withdrawn_by = $2
          WHERE patient_id = $1 AND withdrawn_at IS NULL AND (scope = $3 OR $3 = 'traits') RETURNING id, scope`,
        [id, actor.userId, scope],
      );
      if (withdrawn.length === 0) throw notFound('consent');
      for (const consent of withdrawn) {
        this.audit.within({
          action: 'retire',
          resource: 'genome-consent',
          resourceId: consent.id,
          previous: { scope: consent.scope },
        });
      }
      this.versions.bump(id);
    });
  }
}
