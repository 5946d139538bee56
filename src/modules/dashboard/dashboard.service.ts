import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import type { LoadedBody } from '../../platform/cache/index.js';
import { ActivityRepository } from './activity.repository.js';
import { AlertsRepository } from './alerts.repository.js';
import { barsOf, stepFor } from './calendar.rules.js';
import { ChartsRepository, type BarCount } from './charts.repository.js';
import type { ActivityQuery, ChartsQuery } from './dashboard.dto.js';
import { OrganizationCalendar } from './organization-calendar.js';
import { oldestVersion, type Figure } from './scope.js';
import { StatsRepository } from './stats.repository.js';

/** One bar of a chart: its first day, and what it counts. */
export interface Bar {
  from: string;
  total: number;
  byType: Record<string, number>;
}

/** The kinds of alerts of one role, the most urgent first. */
type AlertLists = (readonly [kind: string, list: Promise<Figure>])[];

/** The numbers of the caller's organization and all under it, counted when asked. Statements of one answer run side by side. */
@Injectable()
export class DashboardService {
  // oxlint-disable-next-line max-params -- Nest injects one collaborator a parameter
  constructor(
    private readonly calendar: OrganizationCalendar,
    private readonly statistics: StatsRepository,
    private readonly alertLists: AlertsRepository,
    private readonly activities: ActivityRepository,
    private readonly chartCounts: ChartsRepository,
  ) {}

  /** How many of what, and what happened today and this week. */
  async stats(actor: Actor): Promise<LoadedBody> {
    return this.statistics.counts(actor, await this.calendar.now(actor));
  }

  /** What calls for the caller's attention, the most urgent kind first. Administrators see no clinical records, so theirs are others. */
  async alerts(actor: Actor): Promise<LoadedBody> {
    const lists = actor.role === 'org-admin' ? this.forAdministrators(actor) : await this.forTheCareTeam(actor);
    const figures = await Promise.all(lists.map(([, list]) => list));
    const alerts = figures.map(({ body }, i) => `{"kind":"${lists[i]![0]}",${body.slice(1)}`);
    return { version: oldestVersion(figures), body: `{"alerts":[${alerts.join(',')}]}` };
  }

  /** What was recorded lately, the newest first. */
  recentActivity(actor: Actor, { limit }: ActivityQuery): Promise<LoadedBody> {
    return this.activities.recent(actor, limit);
  }

  /** Visits and vaccinations by day, week or month in the organization's time zone; empty bars are there too. */
  async charts(actor: Actor, { range, by }: ChartsQuery): Promise<LoadedBody> {
    const { timeZone, today } = await this.calendar.now(actor);
    const step = by ?? stepFor(range);
    const bars = barsOf(today, range, step);
    const { version, counts } = await this.chartCounts.counts(actor, { bars, to: today, timeZone });
    const view = {
      range,
      by: step,
      timeZone,
      from: bars[0],
      to: today,
      visits: barsOfSeries('visits', bars, counts),
      vaccinations: barsOfSeries('vaccinations', bars, counts),
    };
    return { version, body: JSON.stringify(view) };
  }

  private forAdministrators(actor: Actor): AlertLists {
    return [['record-opened-from-outside', this.alertLists.openedFromOutside(actor)]];
  }

  private async forTheCareTeam(actor: Actor): Promise<AlertLists> {
    const now = await this.calendar.now(actor);
    return [
      ['life-threatening-allergy-without-plan', this.alertLists.withoutPlan(actor)],
      ['abnormal-vitals', this.alertLists.abnormalVitals(actor, now)],
      ['condition-without-review', this.alertLists.withoutReview(actor)],
      ['import-with-rejected-rows', this.alertLists.rejectedRows(actor)],
    ];
  }
}

function barsOfSeries(series: BarCount['series'], days: readonly string[], counts: readonly BarCount[]): Bar[] {
  const bars = days.map((from): Bar => ({ from, total: 0, byType: {} }));
  for (const { bar, type, count } of counts.filter((found) => found.series === series)) {
    const counted = bars[bar]!;
    counted.total += count;
    counted.byType[type] = count;
  }
  return bars;
}
