import type { AuditKeys } from '../chain/audit-keys.js';
import { sealBatch, type Batch } from '../chain/batch.js';
import type { BatchReference, ChainWriter } from '../chain/chain-writer.js';
import type { Flush } from './batch-store.js';

/** Where flushes go; resolves when durable. */
export interface DurableSink {
  store(flush: Flush): Promise<void>;
}

export interface GroupCommitOptions {
  /** Events of one insert. */
  maxEvents: number;
  /** Events that may wait; beyond it callers wait for room. */
  maxWaiting: number;
  /** ms after which committed batches of transactions are linked when no event comes along to take them. */
  linkDelayMs: number;
}

/** One event on its way: its canonical text and its own id, which holds the time. */
interface Waiting {
  tail: string;
  id: string;
}

interface Gathering {
  events: Waiting[];
  durable: PromiseWithResolvers<void>;
}

/**
 * All events of an instant share one insert, and each caller waits for it. A flush starts at the end of the turn of the event
 * loop that brought the first event, or when the one before it is done: under load batches grow by themselves, and
 * without load nobody waits for company. One flush is under way at a time, which gives the chain its order for free.
 */
export class GroupCommit {
  private gatherings: Gathering[] = [];
  private waiting = 0;
  private unlinked: BatchReference[] = [];
  private room: PromiseWithResolvers<void> | undefined;
  private running: Promise<void> | undefined;
  private linkTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly chain: ChainWriter,
    private readonly keys: AuditKeys,
    private readonly sink: DurableSink,
    private readonly options: GroupCommitOptions,
  ) {}

  /** Resolves when the event is durable; rejects when it can be stored nowhere. */
  add(tail: string, id: string): Promise<void> {
    if (this.waiting >= this.options.maxWaiting) return this.addWhenThereIsRoom(tail, id);
    const gathering = this.gatheringFor(id);
    gathering.events.push({ tail, id });
    this.waiting++;
    this.start();
    return gathering.durable.promise;
  }

  /** Puts a batch that its transaction has committed into the chain; soon, and together with others. */
  adopt(batch: BatchReference): void {
    this.unlinked.push(batch);
    this.linkTimer ??= setTimeout(() => this.start(), this.options.linkDelayMs).unref();
  }

  /** Events that wait for their insert. */
  get depth(): number {
    return this.waiting;
  }

  /** Stores all that waits and links all batches, unless the sink takes nothing. */
  async settle(): Promise<void> {
    await this.running;
    if (this.gatherings.length === 0 && this.unlinked.length === 0) return;
    this.running ??= this.flushAll();
    await this.running;
  }

  /** Stores all that waits, and closes the chain. */
  async close(): Promise<void> {
    await this.settle();
    if (!this.chain.isOpen && this.unlinked.length === 0) return;
    await this.sink.store({ batch: null, link: this.chain.link(this.takeUnlinked(), 'close') });
    this.chain.restart();
  }

  private async addWhenThereIsRoom(tail: string, id: string): Promise<void> {
    while (this.waiting >= this.options.maxWaiting) {
      this.room ??= Promise.withResolvers<void>();
      await this.room.promise;
    }
    return this.add(tail, id);
  }

  /** All events of a batch lie in one calendar month, so that a month is verified, archived and dropped by itself. */
  private gatheringFor(id: string): Gathering {
    const last = this.gatherings.at(-1);
    const first = last?.events[0];
    if (last && first && last.events.length < this.options.maxEvents && monthOfId(first.id) === monthOfId(id))
      return last;
    const fresh: Gathering = { events: [], durable: Promise.withResolvers<void>() };
    this.gatherings.push(fresh);
    return fresh;
  }

  private start(): void {
    this.running ??= new Promise<void>((resolve) => setImmediate(() => void this.flushAll().then(resolve)));
  }

  private async flushAll(): Promise<void> {
    while (this.gatherings.length > 0 || this.unlinked.length > 0) {
      if (!(await this.flush(this.gatherings.shift()))) break;
    }
    this.running = undefined;
    if (this.gatherings.length > 0) this.start();
  }

  /** Stores a gathering and links it with what transactions committed; false when it could be stored nowhere. */
  private async flush(gathering: Gathering | undefined): Promise<boolean> {
    const adopted = this.takeUnlinked();
    try {
      const batch = gathering ? this.seal(gathering.events) : null;
      await this.sink.store({ batch, link: this.chain.link(batch ? [batch, ...adopted] : adopted) });
      gathering?.durable.resolve();
      return true;
    } catch (error) {
      // Whether the insert took place may be unknown, so its place in the chain cannot be given away: a new chain begins.
      this.chain.restart();
      this.unlinked.unshift(...adopted);
      gathering?.durable.reject(error);
      return false;
    } finally {
      this.waiting -= gathering?.events.length ?? 0;
      this.room?.resolve();
      this.room = undefined;
    }
  }

  private seal(events: readonly Waiting[]): Batch {
    const tails = events.map(({ tail }) => tail);
    return sealBatch(this.chain.writerId, tails, (events[0] as Waiting).id, this.keys);
  }

  private takeUnlinked(): BatchReference[] {
    clearTimeout(this.linkTimer);
    this.linkTimer = undefined;
    const batches = this.unlinked;
    this.unlinked = [];
    return batches;
  }
}

let knownFrom = 0;
let knownTo = 0;
let knownMonth = '';

/** The calendar month (UTC) of a UUIDv7, 'YYYY-MM'. */
export function monthOfId(id: string): string {
  const instant = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  if (instant < knownFrom || instant >= knownTo) {
    const date = new Date(instant);
    knownFrom = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
    knownTo = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
    knownMonth = date.toISOString().slice(0, 7);
  }
  return knownMonth;
}
