import { Module } from '@nestjs/common';
import { StorageModule } from '../../platform/storage/index.js';
import { ProbesController } from './probes/probes.controller.js';
import { Readiness } from './probes/readiness.service.js';

/** The operator's view: `/api/health/*`. */
@Module({
  imports: [StorageModule],
  controllers: [ProbesController],
  providers: [Readiness],
})
export class HealthModule {}
