import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { StorageModule } from '../../platform/storage/index.js';
import { ThreadsModule } from '../../platform/threads/index.js';
import { ServiceAlerts } from './alerts/service-alerts.js';
import { AuditModule } from '../audit/index.js';
import { HealthRecordModule } from '../health-record/index.js';
import { AuditStateController } from './audit/audit-state.controller.js';
import { AuditFiguresReader } from './audit/audit-figures.js';
import { CacheMetrics } from './cache/cache-metrics.js';
import { CacheController } from './cache/cache.controller.js';
import { DatabaseController } from './database/database.controller.js';
import { DatabaseOverview } from './database/database-overview.js';
import { DatabaseStatistics } from './database/database-statistics.repository.js';
import { PoolMonitor } from './database/pool-monitor.js';
import { QueryPerformance } from './database/query-performance.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { ServiceMetrics } from './metrics/service-metrics.js';
import { OperationsController } from './operations.controller.js';
import { Performance } from './performance/performance.service.js';
import { Report } from './performance/report.service.js';
import { ProbesController } from './probes/probes.controller.js';
import { Readiness } from './probes/readiness.service.js';
import { OwnFigures } from './processes/own-figures.js';
import { ProcessBoard } from './processes/process-board.js';
import { Workers } from './processes/workers.js';
import { QueueMetrics } from './queues/queue-metrics.js';
import { QueueStatistics } from './queues/queue-figures.repository.js';

/** The operator's view: `/api/health/*` and `/metrics`. */
@Module({
  imports: [AuditModule, HealthRecordModule, StorageModule, TerminusModule, ThreadsModule],
  controllers: [
    AuditStateController,
    CacheController,
    DatabaseController,
    MetricsController,
    OperationsController,
    ProbesController,
  ],
  providers: [
    Readiness,
    AuditFiguresReader,
    OwnFigures,
    ProcessBoard,
    Workers,
    PoolMonitor,
    QueryPerformance,
    DatabaseStatistics,
    DatabaseOverview,
    QueueStatistics,
    QueueMetrics,
    CacheMetrics,
    Performance,
    Report,
    ServiceAlerts,
    ServiceMetrics,
  ],
})
export class HealthModule {}
