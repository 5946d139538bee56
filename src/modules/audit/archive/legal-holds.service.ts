import { Injectable } from '@nestjs/common';
import { currentActor } from '../../../platform/access/current-actor.js';
import { Database } from '../../../platform/database/database.js';
import { newId } from '../../../platform/database/new-id.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { conflict, notFound } from '../../../platform/http/problem.js';
import { AuditTrail } from '../trail/audit-trail.js';

/** A patient whose events outlive their retention. */
export interface LegalHold {
  id: string;
  patientId: string;
  reason: string;
  placedBy: string;
  placedAt: string;
}

const COLUMNS = `id, patient_id AS "patientId", reason, placed_by AS "placedBy", iso_instant(placed_at) AS "placedAt"`;

/** Keeps the events of patients whose records are in dispute: no month that holds one of them is let go of. */
@Injectable()
export class LegalHolds {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly trail: AuditTrail,
  ) {}

  /** Holds in force on patients of the caller's organizations, oldest first. */
  inForce(): Promise<LegalHold[]> {
    const { organizationId, role } = currentActor();
    return this.database.query<LegalHold>(
      `SELECT ${COLUMNS} FROM audit_legal_holds h WHERE released_at IS NULL AND ($2 OR patient_id IN (
         SELECT p.id FROM patients p JOIN organizations o ON o.id = p.organization_id WHERE o.path @> ARRAY[$1::uuid]))
       ORDER BY placed_at, id`,
      [organizationId, role === 'superadmin'],
    );
  }

  /** Places a hold on the patient of the route; 409 when there is one. */
  async place(patient: { id: string; organizationId: string }, reason: string): Promise<LegalHold> {
    return this.unitOfWork.run(async () => {
      const [hold] = await this.database.query<LegalHold>(
        `INSERT INTO audit_legal_holds (id, patient_id, reason, placed_by) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`,
        [newId(), patient.id, reason, currentActor().userId],
      );
      if (!hold) throw conflict('This patient is under a legal hold already.');
      this.trail.within({ action: 'create', resource: 'legal-hold', resourceId: hold.id, patient });
      return hold;
    });
  }

  /** Releases the hold on the patient of the route. */
  async release(patient: { id: string; organizationId: string }): Promise<void> {
    await this.unitOfWork.run(async () => {
      const [hold] = await this.database.query<{ id: string }>(
        `UPDATE audit_legal_holds SET released_at = now(), released_by = $2
          WHERE patient_id = $1 AND released_at IS NULL RETURNING id`,
        [patient.id, currentActor().userId],
      );
      if (!hold) throw notFound('hold');
      this.trail.within({ action: 'retire', resource: 'legal-hold', resourceId: hold.id, patient });
    });
  }
}
