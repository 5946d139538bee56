import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { CalendarNow } from './organization-calendar.js';
import { reachable, versionSql, type Figure } from './scope.js';

/**
 * Counts what is kept of the patients in reach. Two statements run side by side, each over covering indexes: what people have, and
 * what happened lately. They cost about the same, so that neither waits for the other.
 */
@Injectable()
export class StatsRepository {
  constructor(private readonly database: Database) {}

  /** Patients, active allergies by severity, conditions by status. */
  async standing(actor: Actor, { monthFrom }: CalendarNow): Promise<Figure> {
    const scope = reachable(actor, 'p.id, p.created_at');
    return this.figure(
      `WITH ${scope.sql}
SELECT ${versionSql(2)} AS version, json_build_object(
  'patients', (SELECT json_build_object('total', count(*), 'newThisMonth', count(*) FILTER (WHERE created_at >= $3)) FROM reachable),
  'allergies', (SELECT json_build_object('active', coalesce(sum(n), 0), 'bySeverity', coalesce(json_object_agg(severity, n), '{}')) FROM (
    SELECT a.severity, count(*) AS n FROM allergies a JOIN reachable ON reachable.id = a.patient_id
     WHERE a.active AND a.retired_at IS NULL GROUP BY a.severity) s),
  'chronicConditions', (SELECT json_build_object('total', coalesce(sum(n), 0), 'byStatus', coalesce(json_object_agg(status, n), '{}')) FROM (
    SELECT c.status, count(*) AS n FROM chronic_conditions c JOIN reachable ON reachable.id = c.patient_id
     WHERE c.retired_at IS NULL GROUP BY c.status) s)
)::text AS body`,
      [scope.value, actor.organizationId, monthFrom],
    );
  }

  /** Visits of this week and the last, vaccinations of 30 days, imports under way. */
  async lately(actor: Actor, { today, todayFrom, weekFrom, lastWeekFrom }: CalendarNow): Promise<Figure> {
    const scope = reachable(actor, 'p.id');
    const { sql: organizations } = organizationsInReach(actor);
    return this.figure(
      `WITH ${scope.sql}, visit AS (
  SELECT r.type, count(*) FILTER (WHERE r.occurred_at >= $3) AS today, count(*) FILTER (WHERE r.occurred_at >= $4) AS this_week,
         count(*) FILTER (WHERE r.occurred_at < $4) AS last_week
    FROM health_records r JOIN reachable ON reachable.id = r.patient_id
   WHERE r.retired_at IS NULL AND r.occurred_at >= $5 GROUP BY r.type
)
SELECT ${versionSql(2)} AS version, json_build_object(
  'visits', (SELECT json_build_object('today', coalesce(sum(today), 0), 'thisWeek', coalesce(sum(this_week), 0),
    'lastWeek', coalesce(sum(last_week), 0), 'thisWeekByType', coalesce(json_object_agg(type, this_week), '{}')) FROM visit),
  'vaccinations', (SELECT json_build_object('last30Days', count(*)) FROM vaccinations v JOIN reachable ON reachable.id = v.patient_id
    WHERE v.retired_at IS NULL AND v.administered_on > $6::date - 30 AND v.administered_on <= $6::date),
  'imports', (SELECT json_build_object('running', count(*)) FROM imports i WHERE ${organizations} AND i.status IN ('queued', 'processing'))
)::text AS body`,
      [scope.value, actor.organizationId, todayFrom, weekFrom, lastWeekFrom, today],
    );
  }

  private async figure(sql: string, values: readonly unknown[]): Promise<Figure> {
    const [row] = await this.database.query<Figure>(sql, values);
    if (!row) throw new Error('A statement of one row had none.');
    return row;
  }
}

/** Imports belong to an organization and not to a patient; `$2` is the actor's. */
export function organizationsInReach(actor: Actor): { sql: string } {
  if (actor.role === 'superadmin') return { sql: '$2::uuid IS NOT NULL' };
  return { sql: 'i.organization_id IN (SELECT id FROM organizations WHERE path @> ARRAY[$2::uuid])' };
}
