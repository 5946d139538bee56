import { Controller, Get, Header } from '@nestjs/common';
import { Access } from '../../platform/access/access.decorator.js';
import type { RaisedAlert } from './alerts/alert.js';
import { ServiceAlerts } from './alerts/service-alerts.js';
import { FOR_OPERATORS } from './operators.js';
import { Performance, type PerformanceView } from './performance/performance.service.js';
import { Report } from './performance/report.service.js';
import { type QueueFigures, QueueStatistics } from './queues/queue-figures.repository.js';
import { Workers, type WorkersView } from './processes/workers.js';

/** The service as a whole: speed, queues, workers, and what is amiss. */
@Controller('health')
@Access(FOR_OPERATORS)
export class OperationsController {
  constructor(
    private readonly performance: Performance,
    private readonly queues: QueueStatistics,
    private readonly workers: Workers,
    private readonly alerts: ServiceAlerts,
    private readonly report: Report,
  ) {}

  /** How fast requests are answered, by route and process. */
  @Get('performance')
  @Header('Cache-Control', 'no-store')
  readPerformance(): Promise<PerformanceView> {
    return this.performance.read();
  }

  /** The same and all else as text, for a ticket. */
  @Get('performance/report')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  writeReport(): Promise<string> {
    return this.report.write();
  }

  /** How much work waits, and for how long. */
  @Get('queues')
  @Header('Cache-Control', 'no-store')
  async readQueues(): Promise<{ queues: QueueFigures[] }> {
    return { queues: await this.queues.read() };
  }

  /** The processes, and what they are at. */
  @Get('workers')
  @Header('Cache-Control', 'no-store')
  readWorkers(): Promise<WorkersView> {
    return this.workers.read();
  }

  /** Thresholds that are crossed now, what that means, and what to do. */
  @Get('alerts')
  @Header('Cache-Control', 'no-store')
  async readAlerts(): Promise<{ alerts: RaisedAlert[] }> {
    return { alerts: await this.alerts.look() };
  }
}
