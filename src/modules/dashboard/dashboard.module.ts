import { Module } from '@nestjs/common';
import { OrganizationsModule } from '../organizations/index.js';
import { ActivityRepository } from './activity.repository.js';
import { AlertsRepository } from './alerts.repository.js';
import { ChartsRepository } from './charts.repository.js';
import { DashboardController } from './dashboard.controller.js';
import { DashboardService } from './dashboard.service.js';
import { OrganizationCalendar } from './organization-calendar.js';
import { OrganizationCounts } from './organization-counts.js';
import { StatsRepository } from './stats.repository.js';

@Module({
  imports: [OrganizationsModule],
  controllers: [DashboardController],
  providers: [
    ActivityRepository,
    AlertsRepository,
    ChartsRepository,
    DashboardService,
    OrganizationCalendar,
    OrganizationCounts,
    StatsRepository,
  ],
})
export class DashboardModule {}
