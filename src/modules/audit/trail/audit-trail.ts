import { Injectable } from '@nestjs/common';
import type { LastStatement } from '../../../platform/database/flight.js';
import { currentTransaction, type TransactionScope } from '../../../platform/database/transaction-context.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { currentRequest, type RequestContext } from '../../../platform/http/request-context.js';
import type { AuditEvent } from '../events/audit-event.js';
import { canonicalTail } from '../events/canonical-row.rules.js';
import { draftEvent, type DraftEvent } from '../events/event-factory.js';
import { EventValues } from '../events/sealed-values.js';
import { PatientEvents, type PatientSelection } from './patient-events.js';
import { TransactionBatches } from './transaction-batches.js';
import { TrailWriter } from './trail-writer.js';

const HAS_TOLD = Symbol('has told');
const IS_REPLACED = Symbol('is replaced');

/** Marks on the context itself: WeakSets would cost some 4 us a request. */
type Marked = RequestContext & { [HAS_TOLD]?: true; [IS_REPLACED]?: true };

/**
 * The one door into the audit trail. Reads of routes with an @Access rule leave their events by themselves; use cases that
 * change something call {@link within}, imports call {@link withinForPatients}.
 */
@Injectable()
export class AuditTrail {
  private readonly drafts = new WeakMap<TransactionScope, DraftEvent[]>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly writer: TrailWriter,
    private readonly values: EventValues,
    private readonly batches: TransactionBatches,
    private readonly patientEvents: PatientEvents,
  ) {}

  /**
   * Durable when it resolves: in the database, or in the local spool while the database is away. Shares one insert with all events
   * of the instant; never joins a transaction, so what it tells stays told when the caller rolls back.
   * Rejects with 503 `dependency-unavailable` when neither takes it.
   */
  record(event: AuditEvent, request?: RequestContext): Promise<void> {
    const draft = draftEvent(event, request);
    if (draft.secret) return this.recordSealed(draft);
    return this.writer.add(canonicalTail(draft.row), draft.row.id);
  }

  /** Records an event that says more than the one this request would leave by itself, in its place. */
  async recordInstead(event: AuditEvent): Promise<void> {
    await this.record(event);
    const request = currentRequest();
    if (request) (request as Marked)[IS_REPLACED] = true;
  }

  /** Adds the event to the running unit of work: it commits, and rolls back, with the change it tells of. */
  within(event: AuditEvent): void {
    const scope = currentTransaction();
    if (!scope) throw new Error('AuditTrail.within needs a running unit of work.');
    const draft = draftEvent(event);
    const drafts = this.drafts.get(scope);
    if (drafts) {
      drafts.push(draft);
      return;
    }
    const own = [draft];
    this.drafts.set(scope, own);
    this.unitOfWork.beforeCommit(() => this.stored(own));
    this.noteCommit();
  }

  /**
   * One event for each patient of `selection`, made set-based in the running unit of work; returns how many. The
   * selection is a SELECT of the columns `patient_id` and `organization_id`, each patient once.
   */
  async withinForPatients(event: AuditEvent, selection: PatientSelection): Promise<number> {
    if (!this.unitOfWork.isRunning()) throw new Error('AuditTrail.withinForPatients needs a running unit of work.');
    const count = await this.patientEvents.store(draftEvent(event).row, selection);
    this.noteCommit();
    return count;
  }

  /** True when the request's own event has been replaced. */
  isReplaced(request: RequestContext): boolean {
    return (request as Marked)[IS_REPLACED] === true;
  }

  /** True when a committed unit of work of this request has told what it did. */
  hasTold(request: RequestContext): boolean {
    return (request as Marked)[HAS_TOLD] === true;
  }

  private async recordSealed(draft: DraftEvent): Promise<void> {
    const [row] = await this.values.seal([draft]);
    if (row) await this.writer.add(canonicalTail(row), row.id);
  }

  private async stored(drafts: readonly DraftEvent[]): Promise<readonly LastStatement[]> {
    return this.batches.statementsFor(await this.values.seal(drafts));
  }

  private noteCommit(): void {
    const request: Marked | undefined = currentRequest();
    if (request) this.unitOfWork.afterCommit(() => void (request[HAS_TOLD] = true));
  }
}
