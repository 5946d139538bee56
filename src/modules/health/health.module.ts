import { Module } from '@nestjs/common';
import { StorageModule } from '../../platform/storage/index.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { ProbesController } from './probes/probes.controller.js';
import { Readiness } from './probes/readiness.service.js';

/** The operator's view: `/api/health/*`. */
@Module({
  imports: [StorageModule],
  controllers: [MetricsController, ProbesController],
  providers: [Readiness],
})
export class HealthModule {}
