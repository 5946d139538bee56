import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { reachable, versionSql } from './scope.js';

/** What happened in one bar (counted from 0): how many of which type. */
export interface BarCount {
  series: 'visits' | 'vaccinations';
  bar: number;
  type: string;
  count: number;
}

/** Counts by bar, with the organization's cache version of the same snapshot. */
export interface ChartCounts {
  version: string;
  counts: BarCount[];
}

/** The first day of each bar, ascending, and the last day that is counted; all by the calendar of `timeZone`. */
export interface ChartPeriod {
  bars: readonly string[];
  to: string;
  timeZone: string;
}

interface Row extends Partial<BarCount> {
  version: string;
}

/**
 * A visit is an instant and belongs to the bar that it was in where the organization is: each bar's beginning is made an instant
 * once, and visits are sorted in between (a third of the time that moving each visit into the time zone took). A vaccination's
 * day is a calendar date and passes through no time zone. The outer join keeps one row, with the version, where nothing happened.
 */
function countsSql(scope: string): string {
  return `
WITH ${scope}, counted AS (
  SELECT 'visits' AS series, r.type,
         width_bucket(r.occurred_at, (SELECT array_agg(bar::timestamp AT TIME ZONE $5 ORDER BY bar) FROM unnest($3::date[]) AS bar)) - 1 AS bar
    FROM health_records r JOIN reachable ON reachable.id = r.patient_id
   WHERE r.retired_at IS NULL AND r.occurred_at >= ($3::date[])[1]::timestamp AT TIME ZONE $5
     AND r.occurred_at < ($4::date + 1)::timestamp AT TIME ZONE $5
  UNION ALL
  SELECT 'vaccinations', 'VACCINATION', width_bucket(v.administered_on, $3::date[]) - 1
    FROM vaccinations v JOIN reachable ON reachable.id = v.patient_id
   WHERE v.retired_at IS NULL AND v.administered_on BETWEEN ($3::date[])[1] AND $4::date
), grouped AS (SELECT series, bar, type, count(*)::int AS count FROM counted GROUP BY series, bar, type)
SELECT ${versionSql(2)} AS version, grouped.* FROM (VALUES (1)) AS one (row) LEFT JOIN grouped ON true`;
}

/** Counts events by the calendar of the organization. */
@Injectable()
export class ChartsRepository {
  constructor(private readonly database: Database) {}

  /** Visits by bar and type, and vaccinations by bar. */
  async counts(actor: Actor, { bars, to, timeZone }: ChartPeriod): Promise<ChartCounts> {
    const scope = reachable(actor, 'p.id');
    const values = [scope.value, actor.organizationId, bars, to, timeZone];
    const rows = await this.database.query<Row>(countsSql(scope.sql), values);
    return { version: rows[0]?.version ?? '0', counts: rows.filter((row): row is Row & BarCount => row.bar != null) };
  }
}
