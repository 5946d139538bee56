import { Injectable } from '@nestjs/common';
import type { PatientInReach } from '../../platform/access/access-facts.js';
import type { Actor } from '../../platform/access/actor.js';
import { inReach } from '../../platform/access/reach.js';
import { Database } from '../../platform/database/database.js';
import { notFound } from '../../platform/http/problem.js';

/** Answers for the second patient of a use case what the access guard answers for the one that the route names. */
@Injectable()
export class PatientReach {
  constructor(private readonly database: Database) {}

  /** @throws Problem 404 when there is no such patient in the actor's reach, or it was merged into another */
  async require(actor: Actor, patientId: string): Promise<PatientInReach> {
    const reach = inReach(actor, 'p', 1);
    const [row] = await this.database.query<PatientInReach>(
      `SELECT p.id, p.organization_id AS "organizationId",
              coalesce((SELECT version FROM cache_versions WHERE tag = p.id), 0) AS version
         FROM patients p WHERE ${reach.sql} AND p.id = $2 AND p.merged_into IS NULL`,
      [reach.value, patientId],
    );
    if (!row) throw notFound('patient');
    return row;
  }
}
