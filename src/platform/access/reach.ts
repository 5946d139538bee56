import { reachesAll, type Actor } from './actor.js';

/**
 * The set form of "which of these patients may this person touch", for queries over many patients: a predicate on
 * `<alias>.organization_id` (and the patient's own id), and the value of its one placeholder `$<position>`.
 * The single form is the access guard's.
 */
export function inReach(actor: Actor, alias: string, position: number): { sql: string; value: string } {
  if (reachesAll(actor)) return { sql: `$${position}::uuid IS NOT NULL`, value: actor.organizationId };
  if (actor.role === 'patient')
    return { sql: `${alias}.id = $${position}::uuid`, value: actor.patientId ?? actor.userId };
  return {
    sql: `${alias}.organization_id IN (SELECT id FROM organizations WHERE path @> ARRAY[$${position}::uuid])`,
    value: actor.organizationId,
  };
}

/**
 * The organizations whose patients this person reaches: a predicate on `organizations <alias>`, and the value of its one placeholder. For
 * staff only; a patient reaches one record and no organization.
 */
export function organizationsInReach(actor: Actor, alias: string, position: number): { sql: string; value: string } {
  const sql = reachesAll(actor) ? `$${position}::uuid IS NOT NULL` : `${alias}.path @> ARRAY[$${position}::uuid]`;
  return { sql, value: actor.organizationId };
}
