import { Module } from '@nestjs/common';
import { QueueModule } from '../../platform/queue/index.js';
import { AuditModule } from '../audit/index.js';
import { ImportExportModule } from '../import-export/index.js';
import { KeyDestructionsController } from './key-destructions.controller.js';
import { KeyDestructionsRepository } from './key-destructions.repository.js';
import { KeyDestructionsService } from './key-destructions.service.js';
import { KeyRotationService } from './key-rotation.service.js';
import { RESEALING_JOB } from './resealing.job.js';
import { ResealingProcessor } from './resealing.processor.js';

/** The life of patients' keys: rotation, and destruction by two people. */
@Module({
  imports: [AuditModule, ImportExportModule, QueueModule.forJob(RESEALING_JOB)],
  controllers: [KeyDestructionsController],
  providers: [KeyDestructionsService, KeyDestructionsRepository, KeyRotationService, ResealingProcessor],
  exports: [KeyDestructionsService, KeyRotationService],
})
export class PatientKeysModule {}
