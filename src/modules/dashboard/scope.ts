import { reachesAll, type Actor } from '../../platform/access/actor.js';

/** What every figure returns: finished JSON, and the organization's cache version in the snapshot it was read from. */
export interface Figure {
  body: string;
  version: string;
}

/**
 * Whose numbers are counted: of the patients that `actor` reaches, which is the caller, or the caller narrowed to one
 * organization. The answer is kept under the version of the caller's organization either way, since that is in its cache key.
 */
export interface Scope {
  readonly actor: Actor;
  readonly versionOf: string;
}

/** The whole reach of a person, or of it the organization `within`, which must lie in it. */
export function scopeOf(actor: Actor, within?: string): Scope {
  const versionOf = actor.organizationId;
  if (within === undefined) return { actor, versionOf };
  // Who reaches all would reach all from any organization: the role is narrowed too.
  const role = reachesAll(actor) ? 'clinician' : actor.role;
  return { actor: { ...actor, role, organizationId: within }, versionOf };
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
