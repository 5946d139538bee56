import { Module } from '@nestjs/common';
import { QueueModule } from '../../platform/queue/index.js';
import { AuditModule } from '../audit/index.js';
import { OrganizationsModule } from '../organizations/index.js';
import { CorrectedRows } from './corrections/corrected-rows.js';
import { CorrectionIntake } from './corrections/correction-intake.js';
import { CORRECTION_JOB } from './corrections/correction.job.js';
import { CorrectionLedger } from './corrections/correction-ledger.js';
import { CorrectionPipeline } from './corrections/correction-pipeline.js';
import { CorrectionProcessor } from './corrections/correction.processor.js';
import { CorrectionsController } from './corrections/corrections.controller.js';
import { CorrectionsRepository } from './corrections/corrections.repository.js';
import { CorrectionsService } from './corrections/corrections.service.js';
import { ExportsModule } from './exports.module.js';
import { ErrorsCsv } from './imports/errors-csv.js';
import { ExpiredImportFiles } from './imports/expired-files.js';
import { ImportFields } from './imports/import-fields.js';
import { ImportEvents } from './imports/import-events.js';
import { ImportPreviewService } from './imports/import-preview.service.js';
import { ImportsController } from './imports/imports.controller.js';
import { ImportsRepository } from './imports/imports.repository.js';
import { ImportsService } from './imports/imports.service.js';
import { SavedMappingsController } from './mappings/saved-mappings.controller.js';
import { SavedMappingsRepository } from './mappings/saved-mappings.repository.js';
import { SavedMappingsService } from './mappings/saved-mappings.service.js';
import { TouchedOrganizations } from './pipeline/touched-organizations.js';
import { ChunkWriter } from './pipeline/chunk-writer.js';
import { ImportLedger } from './pipeline/import-ledger.js';
import { ImportPipeline } from './pipeline/import-pipeline.js';
import { ImportTrace } from './pipeline/import-trace.js';
import { IMPORT_JOB } from './pipeline/import.job.js';
import { ImportProcessor } from './pipeline/import.processor.js';
import { PatientResolvers } from './pipeline/patient-resolver.js';
import { Preparers } from './pipeline/preparers.js';
import { ImportTargets } from './targets/import-targets.js';
import { TouchedRows } from './undo/touched-rows.js';
import { UndoController } from './undo/undo.controller.js';
import { UNDO_JOB } from './undo/undo.job.js';
import { UndoLedger } from './undo/undo-ledger.js';
import { UndoPipeline } from './undo/undo-pipeline.js';
import { UndoProcessor } from './undo/undo.processor.js';
import { UndoService } from './undo/undo.service.js';
import { Workbooks } from './xlsx/workbooks.js';
import { UploadedTables } from './uploads/uploaded-tables.js';

/** Files in and out. */
@Module({
  imports: [
    QueueModule.forJob(IMPORT_JOB),
    QueueModule.forJob(CORRECTION_JOB),
    QueueModule.forJob(UNDO_JOB),
    AuditModule,
    OrganizationsModule,
    ExportsModule,
  ],
  controllers: [CorrectionsController, ImportsController, SavedMappingsController, UndoController],
  providers: [
    ChunkWriter,
    TouchedOrganizations,
    CorrectedRows,
    CorrectionIntake,
    CorrectionLedger,
    CorrectionPipeline,
    CorrectionProcessor,
    CorrectionsRepository,
    CorrectionsService,
    ErrorsCsv,
    ExpiredImportFiles,
    ImportEvents,
    ImportFields,
    ImportLedger,
    ImportPipeline,
    ImportPreviewService,
    ImportProcessor,
    ImportsRepository,
    ImportsService,
    ImportTargets,
    ImportTrace,
    PatientResolvers,
    Preparers,
    TouchedRows,
    UndoLedger,
    UndoPipeline,
    UndoProcessor,
    UndoService,
    SavedMappingsRepository,
    SavedMappingsService,
    UploadedTables,
    Workbooks,
  ],
  exports: [ExportsModule],
})
export class ImportExportModule {}
