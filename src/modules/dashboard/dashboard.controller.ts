import { Controller, Get, Query } from '@nestjs/common';
import { Access } from '../../platform/access/access.decorator.js';
import { currentActor } from '../../platform/access/current-actor.js';
import { Cached, type LoadedBody } from '../../platform/cache/index.js';
import { CARE_TEAM, WORKLIST_READERS } from '../patients/patient.rules.js';
import { ActivityQuery, ChartsQuery } from './dashboard.dto.js';
import { DashboardService } from './dashboard.service.js';

/** Answers are kept under the organization's version, which every write below it raises; a minute is for the clock alone. */
@Controller('dashboard')
export class DashboardController {
  constructor(private readonly dashboard: DashboardService) {}

  @Get('stats')
  @Access({ roles: WORKLIST_READERS, action: 'read', resource: 'dashboard' })
  @Cached({ kind: 'dashboard-stats', tag: 'organization', ttlSeconds: 60, costly: true })
  stats(): Promise<LoadedBody> {
    return this.dashboard.stats(currentActor());
  }

  @Get('alerts')
  @Access({ roles: [...CARE_TEAM, 'org-admin'], action: 'list', resource: 'dashboard-alert' })
  @Cached({ kind: 'dashboard-alerts', tag: 'organization', ttlSeconds: 60, costly: true, vary: ['role'] })
  alerts(): Promise<LoadedBody> {
    return this.dashboard.alerts(currentActor());
  }

  @Get('recent-activity')
  @Access({ roles: CARE_TEAM, action: 'list', resource: 'dashboard-activity' })
  @Cached({ kind: 'dashboard-activity', tag: 'organization', ttlSeconds: 60 })
  recentActivity(@Query() query: ActivityQuery): Promise<LoadedBody> {
    return this.dashboard.recentActivity(currentActor(), query);
  }

  @Get('charts')
  @Access({ roles: WORKLIST_READERS, action: 'read', resource: 'dashboard' })
  @Cached({ kind: 'dashboard-charts', tag: 'organization', ttlSeconds: 60, costly: true })
  charts(@Query() query: ChartsQuery): Promise<LoadedBody> {
    return this.dashboard.charts(currentActor(), query);
  }
}
