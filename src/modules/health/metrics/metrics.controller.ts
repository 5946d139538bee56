import { Controller, Get, Header } from '@nestjs/common';
import { register } from 'prom-client';
import { Access } from '../../../platform/access/access.decorator.js';
import { FOR_OPERATORS } from '../operators.js';
import { ServiceMetrics } from './service-metrics.js';

/** What Prometheus scrapes, at `/api/metrics` and at its customary `/metrics`. */
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: ServiceMetrics) {}

  /** Every figure in Prometheus’ text format. */
  @Get()
  @Header('Content-Type', register.contentType)
  @Header('Cache-Control', 'no-store')
  @Access(FOR_OPERATORS)
  scrape(): Promise<string> {
    return this.metrics.scrape();
  }
}
