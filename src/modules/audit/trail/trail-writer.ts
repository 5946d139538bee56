import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ENV, type Env } from '../../../config/env.js';
import { AuditKeys } from '../chain/audit-keys.js';
import { ChainWriter, type BatchReference } from '../chain/chain-writer.js';
import { SpoolFolder } from '../spool/spool-folder.js';
import { SpooledStore } from '../spool/spooled-store.js';
import { BatchStore, type Flush } from './batch-store.js';
import { GroupCommit } from './group-commit.js';

/** Chains of one process: while PostgreSQL commits a batch of one, this process makes a batch of the other. */
const LANES = 2;
/**
 * Events from which a second lane pays; below, one batch of all is cheaper than two. 64 callers whose every request leaves an event
 * took 132 us of our processor time each with two batches under way, and 104 with one (PostgreSQL: 77 and 59).
 */
const LANE_FULL = 128;
/** Events that may wait in memory; beyond it callers wait too. */
const MAX_WAITING = 10_000;
const LINK_DELAY_MS = 200;

interface Lane {
  chain: ChainWriter;
  commits: GroupCommit;
  store: SpooledStore;
}

/** This process's writer of the trail: its chains, their group commits, and their ways to the database or the spool. */
@Injectable()
export class TrailWriter implements OnApplicationShutdown {
  private readonly lanes: readonly [Lane, ...Lane[]];
  /** Events that this process has made durable. */
  created = 0;

  constructor(
    private readonly keys: AuditKeys,
    private readonly batches: BatchStore,
    private readonly folder: SpoolFolder,
    @Inject(ENV) private readonly env: Env,
  ) {
    this.lanes = [this.lane(), ...Array.from({ length: LANES - 1 }, () => this.lane())];
  }

  /** The writer that batches of transactions are made under. */
  get writerId(): string {
    return this.lanes[0].chain.writerId;
  }

  /** Events that wait for their insert. */
  get depth(): number {
    return this.lanes.reduce((sum, { commits }) => sum + commits.depth, 0);
  }

  /** True while events go to the local spool. */
  get isSpooling(): boolean {
    return this.lanes.some(({ store }) => store.isSpooling);
  }

  /** Bytes in the local spool that the database does not have yet. */
  get spooledBytes(): number {
    return this.lanes.reduce((sum, { store }) => sum + store.spooledBytes, 0);
  }

  /** Resolves when the event is durable. */
  add(tail: string, id: string): Promise<void> {
    let least = this.lanes[0];
    if (least.commits.depth >= LANE_FULL) {
      for (const lane of this.lanes) if (lane.commits.depth < least.commits.depth) least = lane;
    }
    return least.commits.add(tail, id);
  }

  /** Links a batch that its transaction has committed; `count` events of this process, none when it is an orphan of another. */
  adopt(batch: BatchReference & { count?: number }): void {
    this.created += batch.count ?? 0;
    this.lanes[0].commits.adopt({ id: batch.id, hash: batch.hash });
  }

  /** Brings what is spooled into the database; rejects while that is away. */
  async drain(): Promise<void> {
    for (const { store } of this.lanes) await store.drain();
  }

  /** Resolves when all that waits is stored, and all committed batches are linked. */
  async settle(): Promise<void> {
    await Promise.all(this.lanes.map(({ commits }) => commits.settle()));
  }

  /** Stores what waits and closes the chains; whatever cannot be stored is linked by the next process. */
  async onApplicationShutdown(): Promise<void> {
    for (const { commits, store } of this.lanes) {
      await commits.close();
      await store.close();
    }
  }

  private lane(): Lane {
    const { audit } = this.env;
    const chain = new ChainWriter(this.keys);
    const store = new SpooledStore(this.batches, this.folder, {
      writeTimeoutMs: audit.writeTimeoutMs,
      maxBytes: Math.floor(audit.spoolMaxBytes / LANES),
    });
    const options = { maxEvents: audit.batchMaxEvents, maxWaiting: MAX_WAITING / LANES, linkDelayMs: LINK_DELAY_MS };
    const counting = {
      store: async (flush: Flush): Promise<void> => {
        await store.store(flush);
        this.created += flush.batch?.count ?? 0;
      },
    };
    return { chain, store, commits: new GroupCommit(chain, this.keys, counting, options) };
  }
}
