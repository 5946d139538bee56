import { Inject, Injectable } from '@nestjs/common';
import { AggregatorRegistry, register } from 'prom-client';
import { ENV, type Env } from '../../../config/env.js';
import { type MetricJson, ProcessBoard } from '../processes/process-board.js';

/**
 * This api's metrics together with those of the worker and scheduler processes, which nobody can scrape: they serve no HTTP and
 * hand theirs over through Redis. Every series tells its `process`; several of a kind are added up.
 * With more than one api scraped, those of workers come with each: take the maximum over instances, not the sum.
 */
@Injectable()
export class ServiceMetrics {
  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly board: ProcessBoard,
  ) {}

  async scrape(): Promise<string> {
    const [own, others] = await Promise.all([register.getMetricsAsJSON(), this.board.scrapedForOthers()]);
    const all = [{ role: this.env.role, metrics: own }, ...others];
    const labelled = all.map(({ role, metrics }) => metrics.map((metric) => withProcess(metric, role)));
    return AggregatorRegistry.aggregate(labelled).metrics();
  }
}

function withProcess(metric: MetricJson, role: string): MetricJson {
  const values = metric.values.map((value) => ({ ...value, labels: { ...value.labels, process: role } }));
  return { ...metric, values };
}
