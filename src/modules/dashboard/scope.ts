import { reachesAll, type Actor } from '../../platform/access/actor.js';

/** What every figure returns: finished JSON, and the organization's cache version in the snapshot it was read from. */
export interface Figure {
  body: string;
  version: string;
}

/** SQL for the version of the organization in the placeholder `$<position>`. */
export function versionSql(position: number): string {
  return `coalesce((SELECT version FROM cache_versions WHERE tag = $${position}), 0)`;
}

/** The oldest version of several: what was read in several snapshots is as fresh as its oldest part. */
export function oldestVersion(figures: readonly Figure[]): string {
  return figures
    .map(({ version }) => BigInt(version))
    .reduce((oldest, version) => (version < oldest ? version : oldest))
    .toString();
}

/** Imports belong to an organization and not to a patient: a predicate on `imports i`, and its value for `$<position>`. */
export function importsInReach(actor: Actor, position: number): { sql: string; value: string } {
  const { organizationId: value } = actor;
  if (reachesAll(actor)) return { sql: `$${position}::uuid IS NOT NULL`, value };
  return { sql: `i.organization_id IN (SELECT id FROM organizations WHERE path @> ARRAY[$${position}::uuid])`, value };
}
