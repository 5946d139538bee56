import { Controller, Get, Header } from '@nestjs/common';
import { register } from 'prom-client';
import { Access } from '../../../platform/access/access.decorator.js';
import { FOR_OPERATORS } from '../operators.js';

/** What Prometheus scrapes, at `/api/metrics` and at its customary `/metrics`. */
@Controller('metrics')
export class MetricsController {
  @Get()
  @Header('Content-Type', register.contentType)
  @Header('Cache-Control', 'no-store')
  @Access(FOR_OPERATORS)
  scrape(): Promise<string> {
    return register.metrics();
  }
}
