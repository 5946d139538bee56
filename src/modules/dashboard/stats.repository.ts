import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { CalendarNow } from './organization-calendar.js';
import { importsInReach, reachable, versionSql, type Figure } from './scope.js';

/**
 * Counts what is kept of the patients in reach. One statement, since finding the patients in reach is a third of the work of each of
 * its parts: together they take 120 ms for a district of 50,000 patients where apart, side by side on two cores, they took 140.
 */
@Injectable()
export class StatsRepository {
  constructor(private readonly database: Database) {}

  /** Patients, allergies, conditions; visits of today, this week and the last; vaccinations of 30 days; imports under way. */
  async counts(actor: Actor, calendar: CalendarNow): Promise<Figure> {
    const { timeZone, today, todayFrom, weekFrom, lastWeekFrom, monthFrom } = calendar;
    const scope = reachable(actor, 'p.id, p.created_at');
    const [row] = await this.database.query<Figure>(countsSql(scope.sql, importsInReach(actor, 2).sql), [
      scope.value,
      actor.organizationId,
      monthFrom,
      todayFrom,
      weekFrom,
      lastWeekFrom,
      today,
      timeZone,
    ]);
    if (!row) throw new Error('A statement of one row had none.');
    return row;
  }
}

function countsSql(scope: string, imports: string): string {
  return `
WITH ${scope}, visit AS (
  SELECT r.type, count(*) FILTER (WHERE r.occurred_at >= $4) AS today, count(*) FILTER (WHERE r.occurred_at >= $5) AS this_week,
         count(*) FILTER (WHERE r.occurred_at < $5) AS last_week
    FROM health_records r JOIN reachable ON reachable.id = r.patient_id
   WHERE r.retired_at IS NULL AND r.occurred_at >= $6 GROUP BY r.type
), allergy AS (
  SELECT a.severity, count(*) AS n FROM allergies a JOIN reachable ON reachable.id = a.patient_id
   WHERE a.active AND a.retired_at IS NULL GROUP BY a.severity
), condition AS (
  SELECT c.status, count(*) AS n FROM chronic_conditions c JOIN reachable ON reachable.id = c.patient_id
   WHERE c.retired_at IS NULL GROUP BY c.status
)
SELECT ${versionSql(2)} AS version, json_build_object(
  'organizationId', $2::uuid, 'timeZone', $8::text, 'today', $7::date, 'generatedAt', iso_instant(now()),
  'patients', (SELECT json_build_object('total', count(*), 'newThisMonth', count(*) FILTER (WHERE created_at >= $3)) FROM reachable),
  'allergies', (SELECT json_build_object('active', coalesce(sum(n), 0), 'bySeverity', coalesce(json_object_agg(severity, n), '{}')) FROM allergy),
  'chronicConditions', (SELECT json_build_object('total', coalesce(sum(n), 0), 'byStatus', coalesce(json_object_agg(status, n), '{}')) FROM condition),
  'visits', (SELECT json_build_object('today', coalesce(sum(today), 0), 'thisWeek', coalesce(sum(this_week), 0),
    'lastWeek', coalesce(sum(last_week), 0), 'thisWeekByType', coalesce(json_object_agg(type, this_week), '{}')) FROM visit),
  'vaccinations', (SELECT json_build_object('last30Days', count(*)) FROM vaccinations v JOIN reachable ON reachable.id = v.patient_id
    WHERE v.retired_at IS NULL AND v.administered_on > $7::date - 30 AND v.administered_on <= $7::date),
  'imports', (SELECT json_build_object('running', count(*)) FROM imports i WHERE ${imports} AND i.status IN ('queued', 'processing'))
)::text AS body`;
}
