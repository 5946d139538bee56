import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { sealBatch } from '../chain/batch.js';
import { AuditKeys } from '../chain/audit-keys.js';
import { canonicalTail } from '../events/canonical-row.rules.js';
import type { EventRow } from '../events/event-row.js';
import { BatchStore } from './batch-store.js';
import { monthOfId } from './group-commit.js';
import { TrailWriter } from './trail-writer.js';

/**
 * Events that belong to a transaction are a batch of that transaction: stored in it, and linked into the chain once it has
 * committed. No lock is held, and a rollback leaves nothing to explain.
 */
@Injectable()
export class TransactionBatches {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store_: BatchStore,
    private readonly writer: TrailWriter,
    private readonly keys: AuditKeys,
  ) {}

  /** Stores the events in the running unit of work, one batch for each calendar month they fall into. */
  async store(rows: readonly EventRow[]): Promise<void> {
    for (const sameMonth of byMonth(rows)) {
      const tails = sameMonth.map(canonicalTail);
      const batch = sealBatch(this.writer.writerId, tails, (sameMonth[0] as EventRow).id, this.keys);
      await this.store_.storeBatch(batch);
      this.unitOfWork.afterCommit(() => this.writer.adopt(batch));
    }
  }
}

function byMonth(rows: readonly EventRow[]): EventRow[][] {
  return [...Map.groupBy(rows, ({ id }) => monthOfId(id)).values()];
}
