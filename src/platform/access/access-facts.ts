import { Injectable } from '@nestjs/common';
import { Batch } from '../database/batch.js';
import { Database } from '../database/database.js';
import { runOutsideTransaction } from '../database/transaction-context.js';
import type { Actor, Role } from './actor.js';

/** A patient the caller may touch. `version` is the patient's cache version at this instant: part of every cache key. */
export interface PatientInReach {
  readonly id: string;
  readonly organizationId: string;
  readonly version: string;
  /** The grant by which a clinician from outside may see the patient for an hour; missing where no glass was broken. */
  readonly breakGlassId?: string;
}

/** What the database says about one request: who asks, and whether the patient is theirs to see. */
export interface AccessFacts {
  readonly actor: Actor;
  readonly patient?: PatientInReach;
  /** Cache version of the caller's organization. */
  readonly organizationVersion: string;
}

interface Question {
  userId: string;
  sessionId: string;
  patientId: string | null;
}

interface FactsRow {
  ord: string;
  role: Role;
  organization_id: string;
  own_patient_id: string | null;
  organization_version: string;
  patient_organization_id: string | null;
  in_reach: boolean | null;
  patient_version: string;
  break_glass_id: string | null;
}

/**
 * A session is answered only while it is neither revoked nor expired and its person is not disabled; a patient only
 * when the caller's organization stands on the path of the patient's, or the caller is that patient, or superadmin,
 * or a clinician who broke the glass within the hour; that is looked up only when nothing else gives access.
 */
export const FACTS_SQL = `
SELECT k.ord, u.role, u.organization_id, u.patient_id AS own_patient_id,
       coalesce(ov.version, 0) AS organization_version,
       p.organization_id AS patient_organization_id,
       CASE WHEN u.role = 'patient' THEN p.id = u.patient_id
            ELSE u.role = 'superadmin' OR o.path @> ARRAY[u.organization_id] END AS in_reach,
       coalesce(pv.version, 0) AS patient_version,
       CASE WHEN u.role = 'clinician' AND NOT o.path @> ARRAY[u.organization_id] THEN (
         SELECT g.id FROM break_glass_grants g WHERE g.user_id = u.id AND g.patient_id = p.id AND g.expires_at > now()
          ORDER BY g.expires_at DESC LIMIT 1) END AS break_glass_id
  FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) WITH ORDINALITY AS k (user_id, session_id, patient_id, ord)
  JOIN users u ON u.id = k.user_id AND u.disabled_at IS NULL
  JOIN sessions s ON s.id = k.session_id AND s.user_id = u.id AND s.revoked_at IS NULL AND s.expires_at > now()
  LEFT JOIN cache_versions ov ON ov.tag = u.organization_id
  LEFT JOIN patients p ON p.id = k.patient_id AND p.merged_into IS NULL
  LEFT JOIN organizations o ON o.id = p.organization_id
  LEFT JOIN cache_versions pv ON pv.tag = p.id`;

/**
 * Reads the facts of all requests of one instant in one statement, on the primary, every time: a revoked right denies
 * at once, whatever lies in a cache.
 */
@Injectable()
export class AccessFactsReader {
  private readonly batch = new Batch<Question, AccessFacts | undefined>((questions) => this.readAll(questions), 256);

  constructor(private readonly database: Database) {}

  /** The facts, or undefined when the session is no longer valid. `patient` is missing when out of reach. */
  read(userId: string, sessionId: string, patientId?: string): Promise<AccessFacts | undefined> {
    return this.batch.load({ userId, sessionId, patientId: patientId ?? null });
  }

  private async readAll(questions: Question[]): Promise<(AccessFacts | undefined)[]> {
    const columns = [
      questions.map(({ userId }) => userId),
      questions.map(({ sessionId }) => sessionId),
      questions.map(({ patientId }) => patientId),
    ];
    const rows = await runOutsideTransaction(() =>
      this.database.query<FactsRow>(FACTS_SQL, columns, { name: 'access-facts' }),
    );
    const answers = Array.from<AccessFacts | undefined>({ length: questions.length });
    for (const row of rows) {
      const index = Number(row.ord) - 1;
      const question = questions[index];
      if (question) answers[index] = factsOf(question, row);
    }
    return answers;
  }
}

function factsOf(question: Question, row: FactsRow): AccessFacts {
  const actor: Actor = {
    userId: question.userId,
    sessionId: question.sessionId,
    role: row.role,
    organizationId: row.organization_id,
    ...(row.own_patient_id === null ? {} : { patientId: row.own_patient_id }),
  };
  const { patientId } = question;
  const { break_glass_id: breakGlassId, patient_organization_id: organizationId, patient_version: version } = row;
  const isInReach = row.in_reach === true || breakGlassId !== null;
  if (patientId === null || !isInReach || organizationId === null)
    return { actor, organizationVersion: row.organization_version };
  return {
    actor,
    organizationVersion: row.organization_version,
    patient: { id: patientId, organizationId, version, ...(breakGlassId === null ? {} : { breakGlassId }) },
  };
}
