import { Injectable } from '@nestjs/common';
import type { LastStatement } from '../../../platform/database/flight.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { sealBatch } from '../chain/batch.js';
import { AuditKeys } from '../chain/audit-keys.js';
import { canonicalTail } from '../events/canonical-row.rules.js';
import type { EventRow } from '../events/event-row.js';
import { statementsOf } from './batch-store.js';
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
    private readonly writer: TrailWriter,
    private readonly keys: AuditKeys,
  ) {}

  /** What stores the events in the running unit of work, one batch for each calendar month they fall into. */
  statementsFor(rows: readonly EventRow[]): readonly LastStatement[] {
    return byMonth(rows).flatMap((sameMonth) => {
      const tails = sameMonth.map(canonicalTail);
      const batch = sealBatch(this.writer.writerId, tails, (sameMonth[0] as EventRow).id, this.keys);
      this.unitOfWork.afterCommit(() => this.writer.adopt(batch));
      return statementsOf(batch);
    });
  }
}

function byMonth(rows: readonly EventRow[]): EventRow[][] {
  return [...Map.groupBy(rows, ({ id }) => monthOfId(id)).values()];
}
