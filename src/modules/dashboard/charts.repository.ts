import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { ChartStep } from './calendar.rules.js';
import { reachable, versionSql } from './scope.js';

/** What happened in one bar: how many of which type. */
export interface BarCount {
  bar: string;
  type: string;
  count: number;
}

/** Counts by bar, with the organization's cache version of the same snapshot. */
export interface ChartCounts {
  version: string;
  counts: BarCount[];
}

interface Row extends Partial<BarCount> {
  version: string;
}

/** The days that a chart covers; both are included. */
export interface ChartPeriod {
  from: string;
  to: string;
  step: ChartStep;
  timeZone: string;
}

/** Counts events by the calendar of the organization. */
@Injectable()
export class ChartsRepository {
  constructor(private readonly database: Database) {}

  /** Visits by bar and type: an instant belongs to the day that it was in the organization's time zone. */
  visits(actor: Actor, { from, to, step, timeZone }: ChartPeriod): Promise<ChartCounts> {
    return this.counts(
      actor,
      `SELECT date_trunc($5, r.occurred_at AT TIME ZONE $6)::date AS bar, r.type, count(*)::int AS count
         FROM health_records r JOIN reachable ON reachable.id = r.patient_id
        WHERE r.retired_at IS NULL AND r.occurred_at >= $3::date::timestamp AT TIME ZONE $6
          AND r.occurred_at < ($4::date + 1)::timestamp AT TIME ZONE $6
        GROUP BY 1, 2`,
      [from, to, step, timeZone],
    );
  }

  /** Vaccinations by bar: their day is a calendar date and passes through no time zone. */
  vaccinations(actor: Actor, { from, to, step }: ChartPeriod): Promise<ChartCounts> {
    return this.counts(
      actor,
      `SELECT date_trunc($5, v.administered_on::timestamp)::date AS bar, 'VACCINATION' AS type, count(*)::int AS count
         FROM vaccinations v JOIN reachable ON reachable.id = v.patient_id
        WHERE v.retired_at IS NULL AND v.administered_on BETWEEN $3::date AND $4::date
        GROUP BY 1`,
      [from, to, step],
    );
  }

  /** The outer join keeps one row, with the version, where nothing happened. */
  private async counts(actor: Actor, sql: string, values: readonly unknown[]): Promise<ChartCounts> {
    const scope = reachable(actor, 'p.id');
    const rows = await this.database.query<Row>(
      `WITH ${scope.sql}, counted AS (${sql})
SELECT ${versionSql(2)} AS version, counted.* FROM (VALUES (1)) AS one (row) LEFT JOIN counted ON true`,
      [scope.value, actor.organizationId, ...values],
    );
    const counts = rows.filter((row): row is Row & BarCount => row.bar != null);
    return { version: rows[0]?.version ?? '0', counts: counts.map(({ bar, type, count }) => ({ bar, type, count })) };
  }
}
