import { Module } from '@nestjs/common';
import { OrphanBatches } from './chain/orphan-batches.js';
import { ArchiveRewrapping } from './archive/archive-rewrapping.js';
import { ArchiveWriter } from './archive/archive-writer.js';
import { Archivist } from './archive/archivist.js';
import { Retention } from './archive/retention.js';
import { LegalHolds } from './archive/legal-holds.service.js';
import { AuditVerificationModule } from './audit-verification.module.js';
import { AuditController } from './audit.controller.js';
import { BreakGlassController } from './break-glass/break-glass.controller.js';
import { BreakGlassService } from './break-glass/break-glass.service.js';
import { StatedReasons } from './break-glass/stated-reasons.js';
import { AuditExportService } from './exports/audit-export.service.js';
import { ProofService } from './exports/proof/proof.service.js';
import { ActivityReport } from './reading/activity-report.js';
import { ArchivedEvents } from './reading/archived-events.js';
import { DisclosuresService } from './reading/disclosures.service.js';
import { EventSearch } from './reading/event-search.js';
import { ReadingService } from './reading/reading.service.js';
import { VerificationService } from './verification/verification.service.js';
import { AuditSchedule } from './audit-schedule.js';
import { PartitionKeeper } from './partitions/partition-keeper.js';
import { EventValues } from './events/sealed-values.js';
import { SpoolFolder } from './spool/spool-folder.js';
import { Sealer } from './seals/sealer.js';
import { AnswerHook } from './trail/answer-hook.js';
import { ResourceHistory } from './reading/resource-history.js';
import { AuditTrail } from './trail/audit-trail.js';
import { BatchStore } from './trail/batch-store.js';
import { PatientEvents } from './trail/patient-events.js';
import { TrailRecovery } from './trail/trail-recovery.js';
import { TrailState } from './trail-state.js';
import { TrailWriter } from './trail/trail-writer.js';
import { TransactionBatches } from './trail/transaction-batches.js';

/** The audit trail: events before answers, chained and sealed, searchable for seven years. */
@Module({
  imports: [AuditVerificationModule],
  controllers: [AuditController, BreakGlassController],
  providers: [
    BatchStore,
    SpoolFolder,
    TrailWriter,
    TransactionBatches,
    PatientEvents,
    EventValues,
    AuditTrail,
    ResourceHistory,
    AnswerHook,
    OrphanBatches,
    TrailRecovery,
    Sealer,
    PartitionKeeper,
    ArchiveWriter,
    ArchiveRewrapping,
    Archivist,
    Retention,
    AuditSchedule,
    ArchivedEvents,
    EventSearch,
    DisclosuresService,
    ActivityReport,
    ReadingService,
    TrailState,
    VerificationService,
    AuditExportService,
    ProofService,
    LegalHolds,
    BreakGlassService,
    StatedReasons,
  ],
  exports: [
    ArchiveRewrapping,
    AuditTrail,
    TrailWriter,
    PartitionKeeper,
    BreakGlassService,
    ResourceHistory,
    TrailState,
    AuditVerificationModule,
  ],
})
export class AuditModule {}
