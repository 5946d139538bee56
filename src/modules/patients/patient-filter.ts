import { forbidden } from '../../platform/http/problem.js';
import type { Role } from '../../platform/access/actor.js';
import { CARE_TEAM, type PatientNeed } from './patient.rules.js';

/** What narrows the worklist, besides a search. */
export interface PatientFilter {
  grade?: string;
  organizationId?: string;
  need?: PatientNeed;
}

/**
 * What a patient needs, as a condition on `patients p`; the same that the dashboard alerts of. Each looks one patient's
 * records up by index, so that a page costs what it walks past and not what there is.
 */
const NEEDS: Record<PatientNeed, string> = {
  'severe-allergy': `EXISTS (SELECT FROM allergies a WHERE a.patient_id = p.id AND a.active AND a.retired_at IS NULL
     AND a.severity IN ('SEVERE', 'LIFE_THREATENING'))`,
  'action-plan': `EXISTS (SELECT FROM allergies a WHERE a.patient_id = p.id AND a.active AND a.retired_at IS NULL
     AND a.severity = 'LIFE_THREATENING' AND NOT EXISTS (SELECT FROM allergy_action_plans plan WHERE plan.allergy_id = a.id))`,
  review: `EXISTS (SELECT FROM chronic_conditions c WHERE c.patient_id = p.id AND c.status = 'ACTIVE' AND c.retired_at IS NULL
     AND c.updated_at < now() - interval '1 year')`,
};

/** The filter as SQL on `patients p` that begins with AND, its values in the placeholders from `$<position>` on. */
export function filterSql(
  { grade, organizationId, need }: PatientFilter,
  position: number,
): { sql: string; values: string[] } {
  const values: string[] = [];
  const place = (value: string) => `$${position - 1 + values.push(value)}`;
  let sql = '';
  if (grade !== undefined) sql += ` AND lower(p.grade) = lower(${place(grade)})`;
  if (organizationId !== undefined)
    sql += ` AND p.organization_id IN (SELECT id FROM organizations WHERE path @> ARRAY[${place(organizationId)}::uuid])`;
  if (need !== undefined) sql += ` AND ${NEEDS[need]}`;
  return { sql, values };
}

/** @throws Problem 403 when somebody who does not see what patients have would learn it from a filter */
export function requireMayFilter(role: Role, { need }: PatientFilter): void {
  if (need !== undefined && !CARE_TEAM.includes(role)) throw forbidden('Your role does not see what patients have.');
}
