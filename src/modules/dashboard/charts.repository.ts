import { Injectable } from '@nestjs/common';
import { OrganizationCounts, type CountedFigure, type Counts } from './organization-counts.js';
import type { Scope } from './scope.js';

/** The first day of each bar, ascending, and the last day that is counted; all by the calendar of `timeZone`. */
export interface ChartPeriod {
  bars: readonly string[];
  to: string;
  timeZone: string;
}

/**
 * A visit is an instant and belongs to the bar that it was in where the organization is: each bar's beginning is made an instant
 * once, and visits are sorted in between (a third of the time that moving each visit into the time zone took). A vaccination's
 * day is a calendar date and passes through no time zone.
 */
const EVENTS_SQL = `
SELECT reachable.organization_id, fact.series, fact.type, fact.bar
  FROM (
    SELECT patient_id, 'visits' AS series, type,
           width_bucket(occurred_at, (SELECT array_agg(bar::timestamp AT TIME ZONE $4 ORDER BY bar) FROM unnest($2::date[]) AS bar)) - 1 AS bar
      FROM health_records
     WHERE retired_at IS NULL AND occurred_at >= ($2::date[])[1]::timestamp AT TIME ZONE $4
       AND occurred_at < ($3::date + 1)::timestamp AT TIME ZONE $4
    UNION ALL
    SELECT patient_id, 'vaccinations', 'VACCINATION', width_bucket(administered_on, $2::date[]) - 1
      FROM vaccinations WHERE retired_at IS NULL AND administered_on BETWEEN ($2::date[])[1] AND $3::date
  ) AS fact JOIN reachable ON reachable.id = fact.patient_id`;

/** Counts events by the calendar of the organization. */
@Injectable()
export class ChartsRepository {
  constructor(private readonly organizations: OrganizationCounts) {}

  /** Visits by bar and type, and vaccinations by bar. */
  counts(scope: Scope, { bars, to, timeZone }: ChartPeriod): Promise<Counts> {
    const figure: CountedFigure = {
      name: `chart ${bars[0]} ${bars[1] ?? ''} ${to} ${timeZone}`,
      sql: EVENTS_SQL,
      values: [bars, to, timeZone],
      bars: bars.length,
    };
    return this.organizations.of(scope, figure);
  }
}
