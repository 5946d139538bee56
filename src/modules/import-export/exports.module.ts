import { Module } from '@nestjs/common';
import { QueueModule } from '../../platform/queue/index.js';
import { AuditModule } from '../audit/index.js';
import { OrganizationsModule } from '../organizations/index.js';
import { ExportKeys } from './export-pipeline/export-keys.js';
import { ExportLedger } from './export-pipeline/export-ledger.js';
import { ExportParts } from './export-pipeline/export-parts.js';
import { ExportPipeline } from './export-pipeline/export-pipeline.js';
import { ExportTrace } from './export-pipeline/export-trace.js';
import { EXPORT_JOB } from './export-pipeline/export.job.js';
import { ExportProcessor } from './export-pipeline/export.processor.js';
import { PartWriter } from './export-pipeline/part-writer.js';
import { ExpiredExports } from './exports/expired-exports.js';
import { ExportErasure } from './exports/export-erasure.js';
import { ExportEvents } from './exports/export-events.js';
import { ExportFiles } from './exports/export-files.js';
import { ExportLinks } from './exports/export-links.js';
import { ExportLinksController } from './exports/export-links.controller.js';
import { ExportRewrapping } from './exports/export-rewrapping.js';
import { ExportsController } from './exports/exports.controller.js';
import { ExportsRepository } from './exports/exports.repository.js';
import { ExportsService } from './exports/exports.service.js';

/** Files out. */
@Module({
  imports: [QueueModule.forJob(EXPORT_JOB), AuditModule, OrganizationsModule],
  controllers: [ExportsController, ExportLinksController],
  providers: [
    ExpiredExports,
    ExportErasure,
    ExportEvents,
    ExportFiles,
    ExportKeys,
    ExportLedger,
    ExportLinks,
    ExportParts,
    ExportPipeline,
    ExportProcessor,
    ExportRewrapping,
    ExportTrace,
    ExportsRepository,
    ExportsService,
    PartWriter,
  ],
  exports: [ExportErasure, ExportRewrapping],
})
export class ExportsModule {}
