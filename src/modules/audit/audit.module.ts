import { Module } from '@nestjs/common';
import { ENV, type Env } from '../../config/env.js';
import { AuditKeys } from './chain/audit-keys.js';
import { OrphanBatches } from './chain/orphan-batches.js';
import { EventValues } from './events/sealed-values.js';
import { SpoolFolder } from './spool/spool-folder.js';
import { SpooledStore } from './spool/spooled-store.js';
import { AnswerHook } from './trail/answer-hook.js';
import { AuditTrail } from './trail/audit-trail.js';
import { BatchStore } from './trail/batch-store.js';
import { PatientEvents } from './trail/patient-events.js';
import { TrailRecovery } from './trail/trail-recovery.js';
import { TrailWriter } from './trail/trail-writer.js';
import { TransactionBatches } from './trail/transaction-batches.js';

/** The audit trail: events before answers, chained and sealed, searchable for seven years. */
@Module({
  providers: [
    { provide: AuditKeys, inject: [ENV], useFactory: ({ keys }: Env) => new AuditKeys(keys.auditSigningKey) },
    BatchStore,
    SpoolFolder,
    SpooledStore,
    TrailWriter,
    TransactionBatches,
    PatientEvents,
    EventValues,
    AuditTrail,
    AnswerHook,
    OrphanBatches,
    TrailRecovery,
  ],
  exports: [AuditTrail],
})
export class AuditModule {}
