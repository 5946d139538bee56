import { Injectable } from '@nestjs/common';
import type { PatientInReach } from '../../../platform/access/access-facts.js';
import type { Actor } from '../../../platform/access/actor.js';
import { Database } from '../../../platform/database/database.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { notFound } from '../../../platform/http/problem.js';
import { AuditTrail } from '../../audit/index.js';
import type { ActionPlanDto } from './action-plan.dto.js';

/** An allergy's action plan as the API shows it. */
export interface ActionPlanView {
  allergyId: string;
  writtenOn: string;
  steps: string;
  version: number;
  recordedAt: string;
}

const VIEW = `plan.allergy_id AS "allergyId", plan.written_on AS "writtenOn", plan.steps, plan.version,
  iso_instant(plan.recorded_at) AS "recordedAt"`;

/** What is to be done when a child meets what harms it; the dashboard lists the life-threatening allergies without one. */
@Injectable()
export class ActionPlansService {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws Problem 404 when the patient has no such allergy, or it has no plan */
  async read(patient: PatientInReach, allergyId: string): Promise<ActionPlanView> {
    const plan = await this.find(patient, allergyId);
    if (!plan) throw notFound('action plan');
    return plan;
  }

  /** Writes the plan, or a new version of it. @throws Problem 404 when the patient has no such allergy */
  write(
    actor: Actor,
    patient: PatientInReach,
    allergyId: string,
    { writtenOn, steps }: ActionPlanDto,
  ): Promise<ActionPlanView> {
    return this.unitOfWork.run(async () => {
      const previous = await this.find(patient, allergyId);
      const [next] = await this.database.query<ActionPlanView>(
        `INSERT INTO allergy_action_plans AS plan (allergy_id, written_on, steps, recorded_by)
         SELECT a.id, $3, $4, $5 FROM allergies a WHERE a.id = $1 AND a.patient_id = $2 AND a.retired_at IS NULL
         ON CONFLICT (allergy_id) DO UPDATE SET written_on = excluded.written_on, steps = excluded.steps,
           recorded_by = excluded.recorded_by, recorded_at = now(), version = plan.version + 1
         RETURNING ${VIEW}`,
        [allergyId, patient.id, writtenOn, steps, actor.userId],
      );
      if (!next) throw notFound('allergy');
      const action = previous ? 'update' : 'create';
      this.audit.within({
        action,
        resource: 'action-plan',
        resourceId: allergyId,
        patient,
        previous: previous ? { ...previous } : null,
        next: { ...next },
      });
      return next;
    });
  }

  private async find({ id }: PatientInReach, allergyId: string): Promise<ActionPlanView | undefined> {
    const [plan] = await this.database.query<ActionPlanView>(
      `SELECT ${VIEW} FROM allergy_action_plans plan JOIN allergies a ON a.id = plan.allergy_id
        WHERE plan.allergy_id = $1 AND a.patient_id = $2 AND a.retired_at IS NULL`,
      [allergyId, id],
    );
    return plan;
  }
}
