import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import type { LoadedBody } from '../../platform/cache/index.js';
import { OrganizationsService } from '../organizations/index.js';
import { ActivityRepository } from './activity.repository.js';
import { AlertsRepository } from './alerts.repository.js';
import { barsOf, stepFor } from './calendar.rules.js';
import { ChartsRepository } from './charts.repository.js';
import type { ActivityQuery, ChartsQuery, OrganizationQuery } from './dashboard.dto.js';
import type { Bar, DashboardAlerts, DashboardCharts, DashboardStats, RecentActivity } from './dashboard.view.js';
import { OrganizationCalendar, type CalendarNow } from './organization-calendar.js';
import { oldestVersion, scopeOf, type Figure, type Scope } from './scope.js';
import { StatsRepository } from './stats.repository.js';
import { total, totalByType, type Tally } from './tally.rules.js';

/** The kinds of alerts of one role, the most urgent first. */
type AlertLists = (readonly [kind: DashboardAlerts['alerts'][number]['kind'], list: Promise<Figure>])[];

/** The numbers of the caller's organization and all under it, or of one of these, counted when asked. Statements of one answer run side by side. */
@Injectable()
export class DashboardService {
  // oxlint-disable-next-line max-params -- Nest injects one collaborator a parameter
  constructor(
    private readonly calendar: OrganizationCalendar,
    private readonly statistics: StatsRepository,
    private readonly alertLists: AlertsRepository,
    private readonly activities: ActivityRepository,
    private readonly chartCounts: ChartsRepository,
    private readonly organizations: OrganizationsService,
  ) {}

  /** How many of what, and what happened today and this week. */
  async stats(caller: Actor, { organizationId }: OrganizationQuery): Promise<LoadedBody<DashboardStats>> {
    const scope = await this.scope(caller, organizationId);
    const { actor } = scope;
    const now = await this.calendar.now(actor);
    const [{ version, tallies }, running] = await Promise.all([
      this.statistics.counts(scope, now),
      this.statistics.runningImports(actor),
    ]);
    return { version, body: JSON.stringify(statsView(actor.organizationId, now, tallies, running)) };
  }

  /** What calls for the caller's attention, the most urgent kind first. Administrators see no clinical records, so theirs are others. */
  async alerts(caller: Actor, { organizationId }: OrganizationQuery): Promise<LoadedBody<DashboardAlerts>> {
    const scope = await this.scope(caller, organizationId);
    const lists = caller.role === 'org-admin' ? this.forAdministrators(scope) : await this.forTheCareTeam(scope);
    const figures = await Promise.all(lists.map(([, list]) => list));
    const alerts = figures.map(({ body }, i) => `{"kind":"${lists[i]![0]}",${body.slice(1)}`);
    return { version: oldestVersion(figures), body: `{"alerts":[${alerts.join(',')}]}` };
  }

  /** What was recorded lately, the newest first. */
  async recentActivity(caller: Actor, { limit, organizationId }: ActivityQuery): Promise<LoadedBody<RecentActivity>> {
    return this.activities.recent(await this.scope(caller, organizationId), limit);
  }

  /** Visits and vaccinations by day, week or month in the organization's time zone; empty bars are there too. */
  async charts(caller: Actor, { range, by, organizationId }: ChartsQuery): Promise<LoadedBody<DashboardCharts>> {
    const scope = await this.scope(caller, organizationId);
    const { timeZone, today } = await this.calendar.now(scope.actor);
    const step = by ?? stepFor(range);
    const bars = barsOf(today, range, step);
    const { version, tallies } = await this.chartCounts.counts(scope, { bars, to: today, timeZone });
    const view: DashboardCharts = {
      range,
      by: step,
      timeZone,
      from: bars[0]!,
      to: today,
      visits: barsOfSeries('visits', bars, tallies),
      vaccinations: barsOfSeries('vaccinations', bars, tallies),
    };
    return { version, body: JSON.stringify(view) };
  }

  /** @throws Problem 404 when the organization that was asked for is not in the caller's reach */
  private async scope(caller: Actor, organizationId: string | undefined): Promise<Scope> {
    if (organizationId !== undefined) await this.organizations.requireInReach(caller, organizationId);
    return scopeOf(caller, organizationId);
  }

  private forAdministrators(scope: Scope): AlertLists {
    return [['record-opened-from-outside', this.alertLists.openedFromOutside(scope)]];
  }

  private async forTheCareTeam(scope: Scope): Promise<AlertLists> {
    const now = await this.calendar.now(scope.actor);
    return [
      ['life-threatening-allergy-without-plan', this.alertLists.withoutPlan(scope)],
      ['abnormal-vitals', this.alertLists.abnormalVitals(scope, now)],
      ['condition-without-review', this.alertLists.withoutReview(scope)],
      ['import-with-rejected-rows', this.alertLists.rejectedRows(scope)],
    ];
  }
}

function statsView(
  organizationId: string,
  { timeZone, today }: CalendarNow,
  tallies: Tally[],
  running: number,
): DashboardStats {
  const visits = ['visits-today', 'visits-earlier-this-week'];
  const thisWeek = tallies
    .filter(({ series }) => visits.includes(series))
    .map((tally) => ({ ...tally, series: 'visits' }));
  return {
    organizationId,
    timeZone,
    today,
    generatedAt: new Date().toISOString(),
    patients: { total: total(tallies, 'patients'), newThisMonth: totalByType(tallies, 'patients')['new'] ?? 0 },
    allergies: { active: total(tallies, 'allergies'), bySeverity: totalByType(tallies, 'allergies') },
    chronicConditions: { total: total(tallies, 'conditions'), byStatus: totalByType(tallies, 'conditions') },
    visits: {
      today: total(tallies, 'visits-today'),
      thisWeek: total(thisWeek, 'visits'),
      lastWeek: total(tallies, 'visits-last-week'),
      thisWeekByType: totalByType(thisWeek, 'visits'),
    },
    vaccinations: { last30Days: total(tallies, 'vaccinations') },
    imports: { running },
  };
}

function barsOfSeries(series: string, days: readonly string[], tallies: readonly Tally[]): Bar[] {
  const bars = days.map((from): Bar => ({ from, total: 0, byType: {} }));
  for (const { type, counts } of tallies.filter((tally) => tally.series === series)) {
    for (const [i, count] of counts.entries()) {
      const bar = bars[i];
      if (!bar || count === 0) continue;
      bar.total += count;
      bar.byType[type] = (bar.byType[type] ?? 0) + count;
    }
  }
  return bars;
}
