import type { AuditKeys } from '../chain/audit-keys.js';
import { sealBatch } from '../chain/batch.js';
import type { BatchReference, ChainWriter } from '../chain/chain-writer.js';
import type { Flush } from './batch-store.js';

/** Where flushes go; resolves when durable. */
export interface DurableSink {
  store(flush: Flush): Promise<void>;
}

/** One way to the database: a chain of its own, for its batches are stored one after the other. */
export interface Lane {
  readonly chain: ChainWriter;
  readonly sink: DurableSink;
}

export interface GroupCommitOptions {
  /** Events that make it worth while to keep a second lane busy. */
  gatheringEvents: number;
  /** Events of one insert. */
  maxEvents: number;
  /** Events that may wait; beyond it callers wait for room. */
  maxWaiting: number;
  /** ms after which committed batches of transactions are linked when no event comes along to take them. */
  linkDelayMs: number;
}

/** Events that are made durable together, by their canonical texts; all of one calendar month. */
interface Gathering {
  /** Its first event's: it holds the time. */
  id: string;
  tails: string[];
  durable: PromiseWithResolvers<void>;
}

/**
 * All events of an instant share one insert, and each caller waits for it. A flush starts at the end of the turn of the event
 * loop that brought the first event, or when the one before it is done: under load batches grow by themselves, and
 * without load nobody waits for company. A lane has one flush under way at a time, which gives its chain its order for free;
 * while PostgreSQL stores the batch of one lane, this process makes the batch of another.
 */
export class GroupCommit {
  private gatherings: Gathering[] = [];
  private waiting = 0;
  private unlinked: BatchReference[] = [];
  private room: PromiseWithResolvers<void> | undefined;
  private readonly running = new Map<Lane, Promise<void>>();
  private isStarting = false;
  private linkTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly lanes: readonly Lane[],
    private readonly keys: AuditKeys,
    private readonly options: GroupCommitOptions,
  ) {}

  /** Resolves when the event is durable; rejects when it can be stored nowhere. */
  add(tail: string, id: string): Promise<void> {
    if (this.waiting >= this.options.maxWaiting) return this.addWhenThereIsRoom(tail, id);
    const gathering = this.gatheringFor(id);
    gathering.tails.push(tail);
    this.waiting++;
    this.start();
    return gathering.durable.promise;
  }

  /** Puts a batch that its transaction has committed into a chain; soon, and together with others. */
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
    await Promise.all(this.running.values());
    this.flushFreely();
    await Promise.all(this.running.values());
  }

  /** Stores all that waits, and closes the chains. */
  async close(): Promise<void> {
    await this.settle();
    for (const { chain, sink } of this.lanes) {
      if (!chain.isOpen && this.unlinked.length === 0) continue;
      await sink.store({ batch: null, link: chain.link(this.takeUnlinked(), 'close') });
      chain.restart();
    }
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
    if (last && !this.isFull(last) && monthOfId(last.id) === monthOfId(id)) return last;
    const fresh: Gathering = { id, tails: [], durable: Promise.withResolvers<void>() };
    this.gatherings.push(fresh);
    return fresh;
  }

  private isFull({ tails }: Gathering): boolean {
    return tails.length >= this.options.gatheringEvents;
  }

  private start(): void {
    if (this.isStarting) return;
    this.isStarting = true;
    setImmediate(() => {
      this.isStarting = false;
      this.flushFreely();
    });
  }

  /** Gives what waits to the lanes that are free. */
  private flushFreely(): void {
    for (const lane of this.lanes) {
      if (!this.running.has(lane)) this.run(lane, this.share());
    }
  }

  private run(lane: Lane, share: Gathering[] | undefined): void {
    if (share) this.running.set(lane, this.flushAll(lane, share));
  }

  private async flushAll(lane: Lane, first: Gathering[]): Promise<void> {
    let isStored = true;
    for (let share: Gathering[] | undefined = first; share && isStored; share = isStored ? this.share(1) : undefined) {
      isStored = await this.flush(lane, share);
    }
    this.running.delete(lane);
    if (this.gatherings.length > 0) this.start();
  }

  /**
   * What a free lane takes: its part of what waits, as the other free lanes will take theirs; all, where no full gathering waits for
   * these. Undefined when there is nothing, or too little to take it out of the next batch of a lane under way (`own` is the caller's).
   */
  private share(own = 0): Gathering[] | undefined {
    const [first] = this.gatherings;
    const others = this.running.size - own;
    if (!first) return others === 0 && this.unlinked.length > 0 ? [] : undefined;
    if (others > 0 && !this.isFull(first)) return undefined;
    const full = this.gatherings.filter((gathering) => this.isFull(gathering)).length;
    const parts = Math.min(this.lanes.length - others, Math.max(1, full));
    return this.gatherings.splice(0, this.sizeOfShare(Math.ceil(this.gatherings.length / parts)));
  }

  /** How many of the next gatherings make one batch: of one month, and no more than `most`. */
  private sizeOfShare(most: number): number {
    const month = monthOfId((this.gatherings[0] as Gathering).id);
    let events = 0;
    let count = 0;
    for (const { id, tails } of this.gatherings.slice(0, most)) {
      events += tails.length;
      if (count > 0 && (events > this.options.maxEvents || monthOfId(id) !== month)) break;
      count++;
    }
    return count;
  }

  /** Stores gatherings and links them with what transactions committed; false when they could be stored nowhere. */
  private async flush({ chain, sink }: Lane, gatherings: readonly Gathering[]): Promise<boolean> {
    const adopted = this.takeUnlinked();
    const tails = gatherings.flatMap((gathering) => gathering.tails);
    try {
      const [first] = gatherings;
      const batch = first ? sealBatch(chain.writerId, tails, first.id, this.keys) : null;
      await sink.store({ batch, link: chain.link(batch ? [batch, ...adopted] : adopted) });
      for (const { durable } of gatherings) durable.resolve();
      return true;
    } catch (error) {
      // Whether the insert took place may be unknown, so its place in the chain cannot be given away: a new chain begins.
      chain.restart();
      this.unlinked.unshift(...adopted);
      for (const { durable } of gatherings) durable.reject(error);
      return false;
    } finally {
      this.waiting -= tails.length;
      this.room?.resolve();
      this.room = undefined;
    }
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
