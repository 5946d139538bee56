import { Module } from '@nestjs/common';
import { ENV, type Env } from '../../config/env.js';
import { StorageModule } from '../../platform/storage/index.js';
import { AuditKeys } from './chain/audit-keys.js';
import { OrphanBatches } from './chain/orphan-batches.js';
import { ArchiveShelf } from './archive/archive-shelf.js';
import { ArchiveWriter } from './archive/archive-writer.js';
import { Archivist } from './archive/archivist.js';
import { Retention } from './archive/retention.js';
import { LegalHolds } from './archive/legal-holds.service.js';
import { AuditController } from './audit.controller.js';
import { BreakGlassController } from './break-glass/break-glass.controller.js';
import { BreakGlassService } from './break-glass/break-glass.service.js';
import { AuditExportService } from './exports/audit-export.service.js';
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
import { SealStore } from './seals/seal-store.js';
import { SealedHeads } from './verification/sealed-heads.js';
import { SnapshotReader } from './verification/snapshot.js';
import { TrailSource } from './verification/trail-source.js';
import { TrailVerifier } from './verification/verifier.js';
import { AnswerHook } from './trail/answer-hook.js';
import { ResourceHistory } from './reading/resource-history.js';
import { AuditTrail } from './trail/audit-trail.js';
import { BatchStore } from './trail/batch-store.js';
import { PatientEvents } from './trail/patient-events.js';
import { TrailRecovery } from './trail/trail-recovery.js';
import { TrailWriter } from './trail/trail-writer.js';
import { TransactionBatches } from './trail/transaction-batches.js';

/** The audit trail: events before answers, chained and sealed, searchable for seven years. */
@Module({
  imports: [StorageModule],
  controllers: [AuditController, BreakGlassController],
  providers: [
    { provide: AuditKeys, inject: [ENV], useFactory: ({ keys }: Env) => new AuditKeys(keys.auditSigningKey) },
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
    SealStore,
    Sealer,
    SealedHeads,
    SnapshotReader,
    ArchiveShelf,
    TrailSource,
    TrailVerifier,
    PartitionKeeper,
    ArchiveWriter,
    Archivist,
    Retention,
    AuditSchedule,
    ArchivedEvents,
    EventSearch,
    DisclosuresService,
    ActivityReport,
    ReadingService,
    VerificationService,
    AuditExportService,
    LegalHolds,
    BreakGlassService,
  ],
  exports: [AuditTrail, TrailVerifier, PartitionKeeper, ResourceHistory],
})
export class AuditModule {}
