import { Inject, Injectable, Logger } from '@nestjs/common';
import { Gauge, register } from 'prom-client';
import { ENV, type Env } from '../../../config/env.js';
import { QueueStatistics } from './queue-figures.repository.js';

/** Exports the depth of the queues; a scrape while PostgreSQL is away has the other metrics, and no depths. */
@Injectable()
export class QueueMetrics {
  private readonly logger = new Logger(QueueMetrics.name);

  constructor(
    private readonly statistics: QueueStatistics,
    @Inject(ENV) { role }: Env,
  ) {
    // The others hand their metrics over every few seconds; one process that asks PostgreSQL is enough.
    if (role !== 'api') return;
    register.removeSingleMetric('job_queue_depth');
    const gauge: Gauge<'queue' | 'state'> = new Gauge({
      name: 'job_queue_depth',
      help: 'Jobs by state: queued, running, or failed for good within a day',
      labelNames: ['queue', 'state'],
      aggregator: 'first',
      registers: [],
      collect: () => this.collect(gauge),
    });
    register.registerMetric(gauge);
  }

  private async collect(gauge: Gauge<'queue' | 'state'>): Promise<void> {
    gauge.reset();
    try {
      for (const { name, depth, active, failed } of await this.statistics.read()) {
        gauge.set({ queue: name, state: 'queued' }, depth);
        gauge.set({ queue: name, state: 'running' }, active);
        gauge.set({ queue: name, state: 'failed' }, failed);
      }
    } catch (error) {
      this.logger.debug(`No depths for this scrape: ${error instanceof Error ? error.name : 'failed'}`);
    }
  }
}
