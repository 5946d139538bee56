import { Controller, Get, Query } from '@nestjs/common';
import { Access } from '../../platform/access/access.decorator.js';
import { currentActor } from '../../platform/access/current-actor.js';
import { Cached, type LoadedBody } from '../../platform/cache/index.js';
import { CARE_TEAM, WORKLIST_READERS } from '../patients/patient.rules.js';
import { ActivityQuery, ChartsQuery, OrganizationQuery } from './dashboard.dto.js';
import type { DashboardAlerts, DashboardCharts, DashboardStats, RecentActivity } from './dashboard.view.js';
import { DashboardService } from './dashboard.service.js';

/** Answers are kept under the organization's version, which every write below it raises; a minute is for the clock alone. */
@Controller('dashboard')
export class DashboardController {
  constructor(private readonly dashboard: DashboardService) {}

  /** How many of what, and what happened today and this week. */
  @Get('stats')
  @Access({ roles: WORKLIST_READERS, action: 'read', resource: 'dashboard' })
  @Cached({ kind: 'dashboard-stats', tag: 'organization', ttlSeconds: 60, costly: true })
  stats(@Query() query: OrganizationQuery): Promise<LoadedBody<DashboardStats>> {
    return this.dashboard.stats(currentActor(), query);
  }

  /** What calls for attention, the most urgent kind first. */
  @Get('alerts')
  @Access({ roles: [...CARE_TEAM, 'org-admin'], action: 'list', resource: 'dashboard-alert' })
  @Cached({ kind: 'dashboard-alerts', tag: 'organization', ttlSeconds: 60, costly: true, vary: ['role'] })
  alerts(@Query() query: OrganizationQuery): Promise<LoadedBody<DashboardAlerts>> {
    return this.dashboard.alerts(currentActor(), query);
  }

  /** What was recorded lately, the newest first. */
  @Get('recent-activity')
  @Access({ roles: CARE_TEAM, action: 'list', resource: 'dashboard-activity' })
  @Cached({ kind: 'dashboard-activity', tag: 'organization', ttlSeconds: 60 })
  recentActivity(@Query() query: ActivityQuery): Promise<LoadedBody<RecentActivity>> {
    return this.dashboard.recentActivity(currentActor(), query);
  }

  /** Visits and vaccinations by day, week or month. */
  @Get('charts')
  @Access({ roles: WORKLIST_READERS, action: 'read', resource: 'dashboard' })
  @Cached({ kind: 'dashboard-charts', tag: 'organization', ttlSeconds: 60, costly: true })
  charts(@Query() query: ChartsQuery): Promise<LoadedBody<DashboardCharts>> {
    return this.dashboard.charts(currentActor(), query);
  }
}
