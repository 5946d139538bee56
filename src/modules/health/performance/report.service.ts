import { Injectable } from '@nestjs/common';
import { TieredCache } from '../../../platform/cache/index.js';
import { ServiceAlerts } from '../alerts/service-alerts.js';
import { DatabaseOverview } from '../database/database-overview.js';
import { PoolMonitor } from '../database/pool-monitor.js';
import { QueryPerformance } from '../database/query-performance.js';
import { Readiness } from '../probes/readiness.service.js';
import { QueueStatistics } from '../queues/queue-figures.repository.js';
import { Performance } from './performance.service.js';
import { performanceReport } from './report.js';

/** Gathers the text report; while PostgreSQL is away it tells the rest. */
@Injectable()
export class Report {
  constructor(
    private readonly readiness: Readiness,
    private readonly alerts: ServiceAlerts,
    private readonly performance: Performance,
    private readonly pool: PoolMonitor,
    private readonly queries: QueryPerformance,
    private readonly cache: TieredCache,
    private readonly queues: QueueStatistics,
    private readonly overview: DatabaseOverview,
  ) {}

  async write(): Promise<string> {
    const readiness = await this.readiness.look();
    const isReadable = readiness.checks.database.status === 'ok';
    const [alerts, performance, pool, queues, database] = await Promise.all([
      this.alerts.look(),
      this.performance.read(),
      this.pool.look(),
      isReadable ? this.queues.read() : undefined,
      isReadable ? this.overview.read() : undefined,
    ]);
    const [queries, cache] = [this.queries.read(), this.cache.stats()];
    return performanceReport({ readiness, alerts, performance, pool, queries, cache, queues, database });
  }
}
