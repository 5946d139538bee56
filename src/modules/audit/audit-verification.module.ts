import { Module } from '@nestjs/common';
import { ENV, type Env } from '../../config/env.js';
import { StorageModule } from '../../platform/storage/index.js';
import { ArchiveShelf } from './archive/archive-shelf.js';
import { AuditKeys } from './chain/audit-keys.js';
import { SealStore } from './seals/seal-store.js';
import { SealedHeads } from './verification/sealed-heads.js';
import { SnapshotReader } from './verification/snapshot.js';
import { TrailSource } from './verification/trail-source.js';
import { TrailVerifier } from './verification/verifier.js';
import { VerificationResults } from './verification-results.js';

/** What verification needs, and nothing that writes but its result: also for the command line, beside a running service. */
@Module({
  imports: [StorageModule],
  providers: [
    { provide: AuditKeys, inject: [ENV], useFactory: ({ keys }: Env) => new AuditKeys(keys.auditSigningKey) },
    SealStore,
    SealedHeads,
    SnapshotReader,
    ArchiveShelf,
    TrailSource,
    TrailVerifier,
    VerificationResults,
  ],
  exports: [AuditKeys, SealStore, SealedHeads, ArchiveShelf, TrailSource, TrailVerifier, VerificationResults],
})
export class AuditVerificationModule {}
