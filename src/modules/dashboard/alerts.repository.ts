import { Injectable } from '@nestjs/common';
import { inReach } from '../../platform/access/reach.js';
import { Database } from '../../platform/database/database.js';
import { VITAL_LIMITS } from '../health-record/vitals/vital-limits.rules.js';
import type { CalendarNow } from './organization-calendar.js';
import { importsInReach, versionSql, type Figure, type Scope } from './scope.js';

/** Of each kind this many are listed. */
const ITEMS_AT_MOST = 50;
/** Nobody works off more than this; counting on would read what nobody reads. */
const COUNTED_AT_MOST = 1000;

const LIMITS_JSON = JSON.stringify(VITAL_LIMITS);
const LIMIT_COLUMNS = `vital text, sex text, "fromDays" int, "untilDays" int, low float8, high float8`;

/** Who and where, of `patients p`. */
const WHO = `'patientId', p.id, 'givenName', p.given_name, 'familyName', p.family_name, 'organizationId', p.organization_id`;

/** One kind of alert: `found` SELECTs the ids of its rows and their `position`, `items` makes JSON of `found f`. */
interface AlertSql {
  found: string;
  items: string;
}

/**
 * The readings since `$4` of patients in reach as a set, and the limits (`$3`) as another, each made once: the planner would
 * otherwise go through all limits for each reading (200 ms for the 2,400 visits of a district's week, instead of 30).
 */
function readingsSql(reach: string): string {
  return `
vital_limit AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($3::jsonb) AS l (${LIMIT_COLUMNS})),
reading AS MATERIALIZED (
  SELECT r.id, r.occurred_at, p.sex, (r.occurred_at AT TIME ZONE $5)::date - p.birth_date AS days, v.key AS vital, v.value::float8 AS value
    FROM health_records r JOIN patients p ON p.id = r.patient_id CROSS JOIN LATERAL jsonb_each(r.vital) AS v
   WHERE r.retired_at IS NULL AND r.vital IS NOT NULL AND r.occurred_at >= $4 AND ${reach}
), `;
}

/** Lists what calls for attention, kind by kind; each is one statement that stops where nobody reads on. */
@Injectable()
export class AlertsRepository {
  constructor(private readonly database: Database) {}

  /** Allergies that can kill, of which nothing says what to do. */
  withoutPlan(scope: Scope): Promise<Figure> {
    return this.patientAlert(scope, (reach) => ({
      found: `
SELECT a.id, a.patient_id AS position
  FROM allergies a JOIN patients p ON p.id = a.patient_id
 WHERE a.severity = 'LIFE_THREATENING' AND a.active AND a.retired_at IS NULL AND ${reach}
   AND NOT EXISTS (SELECT FROM allergy_action_plans plan WHERE plan.allergy_id = a.id)
 ORDER BY a.patient_id`,
      items: `
SELECT f.position, json_build_object(${WHO}, 'allergyId', a.id, 'allergen', a.allergen) AS item
  FROM first f JOIN allergies a ON a.id = f.id JOIN patients p ON p.id = a.patient_id`,
    }));
  }

  /** Active conditions that nobody has touched for a year, the longest first. */
  withoutReview(scope: Scope): Promise<Figure> {
    return this.patientAlert(scope, (reach) => ({
      found: `
SELECT c.id, c.updated_at AS position
  FROM chronic_conditions c JOIN patients p ON p.id = c.patient_id
 WHERE c.status = 'ACTIVE' AND c.retired_at IS NULL AND c.updated_at < now() - interval '1 year' AND ${reach}
 ORDER BY c.updated_at`,
      items: `
SELECT f.position, json_build_object(${WHO}, 'conditionId', c.id, 'name', c.name, 'reviewedAt', iso_instant(c.updated_at)) AS item
  FROM first f JOIN chronic_conditions c ON c.id = f.id JOIN patients p ON p.id = c.patient_id`,
    }));
  }

  /** Visits of this week with readings outside of what is expected at the child's age, the newest first. */
  abnormalVitals(scope: Scope, { weekFrom, timeZone }: CalendarNow): Promise<Figure> {
    return this.patientAlert(
      scope,
      () => ({
        found: `
SELECT g.id, now() - g.occurred_at AS position,
       json_agg(json_build_object('vital', l.vital, 'value', g.value, 'low', l.low, 'high', l.high) ORDER BY l.vital) AS list
  FROM reading g
  JOIN vital_limit l ON l.vital = g.vital AND g.days >= l."fromDays" AND g.days < l."untilDays" AND (l.sex IS NULL OR l.sex = g.sex)
 WHERE g.value < l.low OR g.value > l.high
 GROUP BY g.id, g.occurred_at ORDER BY g.occurred_at DESC`,
        items: `
SELECT f.position, json_build_object(${WHO}, 'recordId', r.id, 'occurredAt', iso_instant(r.occurred_at), 'readings', f.list) AS item
  FROM first f JOIN health_records r ON r.id = f.id JOIN patients p ON p.id = r.patient_id`,
      }),
      readingsSql,
      [LIMITS_JSON, weekFrom, timeZone],
    );
  }

  /** Imports of 30 days that rejected rows, the newest first. */
  rejectedRows(scope: Scope): Promise<Figure> {
    const reach = importsInReach(scope.actor, 1);
    const sql: AlertSql = {
      found: `
SELECT i.id, now() - i.finished_at AS position FROM imports i
 WHERE ${reach.sql} AND i.rejected_rows > 0 AND NOT i.is_dry_run AND i.status <> 'undone' AND i.finished_at > now() - interval '30 days'
 ORDER BY i.finished_at DESC`,
      items: `
SELECT f.position, json_build_object('importId', i.id, 'type', i.type, 'rejectedRows', i.rejected_rows, 'totalRows', i.total_rows,
         'finishedAt', iso_instant(i.finished_at), 'organizationId', i.organization_id) AS item
  FROM first f JOIN imports i ON i.id = f.id`,
    };
    return this.alert(sql, '', [reach.value, scope.versionOf]);
  }

  /** Records opened from outside (break-glass) that nobody here has taken note of, the newest first. */
  openedFromOutside(scope: Scope): Promise<Figure> {
    return this.patientAlert(scope, (reach) => ({
      found: `
SELECT g.id, now() - g.granted_at AS position
  FROM break_glass_grants g JOIN patients p ON p.id = g.patient_id
 WHERE g.acknowledged_at IS NULL AND ${reach}
 ORDER BY g.granted_at DESC`,
      items: `
SELECT f.position, json_build_object(${WHO}, 'grantId', g.id, 'grantedAt', iso_instant(g.granted_at), 'userName', u.display_name) AS item
  FROM first f JOIN break_glass_grants g ON g.id = f.id JOIN patients p ON p.id = g.patient_id JOIN users u ON u.id = g.user_id`,
    }));
  }

  private patientAlert(
    scope: Scope,
    sqlOf: (reach: string) => AlertSql,
    beforeOf: (reach: string) => string = () => '',
    more: readonly unknown[] = [],
  ): Promise<Figure> {
    const reach = inReach(scope.actor, 'p', 1);
    const visible = `${reach.sql} AND p.merged_into IS NULL AND p.retired_at IS NULL`;
    return this.alert(sqlOf(visible), beforeOf(visible), [reach.value, scope.versionOf, ...more]);
  }

  /** `$1` is the reach, `$2` the organization whose cache version the answer is kept under. */
  private async alert({ found, items }: AlertSql, before: string, values: readonly unknown[]): Promise<Figure> {
    const [row] = await this.database.query<Figure>(
      `WITH ${before}found AS MATERIALIZED (${found} LIMIT ${COUNTED_AT_MOST + 1}),
first AS (SELECT * FROM found ORDER BY position, id LIMIT ${ITEMS_AT_MOST}), item AS (${items})
SELECT ${versionSql(2)} AS version, json_build_object(
  'count', (SELECT least(count(*), ${COUNTED_AT_MOST}) FROM found), 'isCapped', (SELECT count(*) > ${COUNTED_AT_MOST} FROM found),
  'items', (SELECT coalesce(json_agg(item ORDER BY position), '[]') FROM item))::text AS body`,
      values,
    );
    if (!row) throw new Error('A statement of one row had none.');
    return row;
  }
}
