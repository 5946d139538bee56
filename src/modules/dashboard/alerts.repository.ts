import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { inReach } from '../../platform/access/reach.js';
import { Database } from '../../platform/database/database.js';
import { VITAL_LIMITS } from '../health-record/vitals/vital-limits.rules.js';
import type { CalendarNow } from './organization-calendar.js';
import { organizationsInReach } from './stats.repository.js';
import { versionSql, type Figure } from './scope.js';

/** Of each kind this many are listed; the count tells the whole number. */
const ITEMS_AT_MOST = 50;

const LIMITS_JSON = JSON.stringify(VITAL_LIMITS);
const LIMIT_COLUMNS = `vital text, sex text, "fromDays" int, "untilDays" int, low float8, high float8`;

/** Who and where, of `patients p`. */
const WHO = `'patientId', p.id, 'givenName', p.given_name, 'familyName', p.family_name, 'organizationId', p.organization_id`;
const VISIBLE = 'p.merged_into IS NULL AND p.retired_at IS NULL';

/** Lists what calls for attention, kind by kind; each is one statement that counts all and shows the first. */
@Injectable()
export class AlertsRepository {
  constructor(private readonly database: Database) {}

  /** Allergies that can kill, of which nothing says what to do. */
  withoutPlan(actor: Actor): Promise<Figure> {
    return this.patientAlert(
      actor,
      `SELECT json_build_object(${WHO}, 'allergyId', a.id, 'allergen', a.allergen) AS item, lower(p.family_name) || a.id AS position
         FROM allergies a JOIN patients p ON p.id = a.patient_id
        WHERE a.severity = 'LIFE_THREATENING' AND a.active AND a.retired_at IS NULL AND ${VISIBLE} AND REACH
          AND NOT EXISTS (SELECT FROM allergy_action_plans plan WHERE plan.allergy_id = a.id)`,
    );
  }

  /** Active conditions that nobody has touched for a year. */
  withoutReview(actor: Actor): Promise<Figure> {
    return this.patientAlert(
      actor,
      `SELECT json_build_object(${WHO}, 'conditionId', c.id, 'name', c.name, 'reviewedAt', iso_instant(c.updated_at)) AS item,
              iso_instant(c.updated_at) || c.id AS position
         FROM chronic_conditions c JOIN patients p ON p.id = c.patient_id
        WHERE c.status = 'ACTIVE' AND c.retired_at IS NULL AND c.updated_at < now() - interval '1 year' AND ${VISIBLE} AND REACH`,
    );
  }

  /** Readings of this week outside of what is expected at the child's age, the newest first. */
  abnormalVitals(actor: Actor, { weekFrom, timeZone }: CalendarNow): Promise<Figure> {
    return this.patientAlert(
      actor,
      `SELECT json_build_object(${WHO}, 'recordId', r.id, 'occurredAt', iso_instant(r.occurred_at), 'readings',
                json_agg(json_build_object('vital', l.vital, 'value', r.vital -> l.vital, 'low', l.low, 'high', l.high) ORDER BY l.vital)) AS item,
              (extract(epoch FROM now() + interval '100 years' - r.occurred_at))::numeric(20, 3)::text || r.id AS position
         FROM health_records r JOIN patients p ON p.id = r.patient_id
         JOIN jsonb_to_recordset($3::jsonb) AS l (${LIMIT_COLUMNS})
           ON r.vital ? l.vital AND (l.sex IS NULL OR l.sex = p.sex)
          AND (r.occurred_at AT TIME ZONE $5)::date - p.birth_date >= l."fromDays"
          AND (r.occurred_at AT TIME ZONE $5)::date - p.birth_date < l."untilDays"
          AND ((r.vital ->> l.vital)::float8 < l.low OR (r.vital ->> l.vital)::float8 > l.high)
        WHERE r.retired_at IS NULL AND r.vital IS NOT NULL AND r.occurred_at >= $4 AND ${VISIBLE} AND REACH
        GROUP BY r.id, p.id`,
      [LIMITS_JSON, weekFrom, timeZone],
    );
  }

  /** Imports of 30 days that rejected rows. */
  rejectedRows(actor: Actor): Promise<Figure> {
    const { sql } = organizationsInReach(actor);
    return this.alert(
      `SELECT json_build_object('importId', i.id, 'type', i.type, 'rejectedRows', i.rejected_rows, 'totalRows', i.total_rows,
                'finishedAt', iso_instant(i.finished_at), 'organizationId', i.organization_id) AS item, i.id::text AS position
         FROM imports i
        WHERE ${sql} AND i.rejected_rows > 0 AND NOT i.is_dry_run AND i.finished_at > now() - interval '30 days'`,
      [null, actor.organizationId],
      'DESC',
    );
  }

  private patientAlert(actor: Actor, sql: string, more: readonly unknown[] = []): Promise<Figure> {
    const reach = inReach(actor, 'p', 1);
    return this.alert(sql.replace('REACH', reach.sql), [reach.value, actor.organizationId, ...more]);
  }

  /** `$1` is the reach, `$2` the organization whose cache version the answer is kept under. */
  private async alert(sql: string, values: readonly unknown[], order: 'ASC' | 'DESC' = 'ASC'): Promise<Figure> {
    const [row] = await this.database.query<Figure>(
      `WITH found AS MATERIALIZED (${sql})
SELECT ${versionSql(2)} AS version, json_build_object('count', (SELECT count(*) FROM found), 'items', coalesce((SELECT json_agg(item ORDER BY position ${order})
         FROM (SELECT item, position FROM found ORDER BY position ${order} LIMIT ${ITEMS_AT_MOST}) AS first), '[]'))::text AS body
 WHERE $1::uuid IS NULL OR true`,
      values,
    );
    if (!row) throw new Error('A statement of one row had none.');
    return row;
  }
}
