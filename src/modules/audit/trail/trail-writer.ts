import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ENV, type Env } from '../../../config/env.js';
import { AuditKeys } from '../chain/audit-keys.js';
import { ChainWriter, type BatchReference } from '../chain/chain-writer.js';
import { SpoolFolder } from '../spool/spool-folder.js';
import { SpooledStore } from '../spool/spooled-store.js';
import { BatchStore, type Flush } from './batch-store.js';
import { GroupCommit, type Lane } from './group-commit.js';

/** Chains of one process: while PostgreSQL commits a batch of one, this process makes a batch of the other. */
const LANES = 2;
/**
 * Events for which a second lane is worth its batch and its commit. With 64 writers it makes 18,600 events a second of 14,000 (2 cores):
 * the thread that makes batches and the server that stores them then work side by side. Fewer wait for the batch under way: PostgreSQL
 * takes some 200 us for a batch and its link before the first event.
 */
const GATHERING_EVENTS = 32;
/** Events that may wait in memory; beyond it callers wait too. */
const MAX_WAITING = 10_000;
const LINK_DELAY_MS = 200;

/** A lane whose way to the database leads over the spool while that is away. */
interface SpooledLane extends Lane {
  readonly store: SpooledStore;
}

/** This process's writer of the trail: its chains, their group commits, and their ways to the database or the spool. */
@Injectable()
export class TrailWriter implements OnApplicationShutdown {
  private readonly lanes: readonly [SpooledLane, ...SpooledLane[]];
  private readonly commits: GroupCommit;
  /** Events that this process has made durable. */
  created = 0;

  constructor(
    private readonly keys: AuditKeys,
    private readonly batches: BatchStore,
    private readonly folder: SpoolFolder,
    @Inject(ENV) private readonly env: Env,
  ) {
    this.lanes = [this.lane(), ...Array.from({ length: LANES - 1 }, () => this.lane())];
    this.commits = new GroupCommit(this.lanes, keys, {
      gatheringEvents: Math.min(GATHERING_EVENTS, env.audit.batchMaxEvents),
      maxEvents: env.audit.batchMaxEvents,
      maxWaiting: MAX_WAITING,
      linkDelayMs: LINK_DELAY_MS,
    });
  }

  /** The writer that batches of transactions are made under. */
  get writerId(): string {
    return this.lanes[0].chain.writerId;
  }

  /** Events that wait for their insert. */
  get depth(): number {
    return this.commits.depth;
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
    return this.commits.add(tail, id);
  }

  /** Links a batch that its transaction has committed; `count` events of this process, none when it is an orphan of another. */
  adopt(batch: BatchReference & { count?: number }): void {
    this.created += batch.count ?? 0;
    this.commits.adopt({ id: batch.id, hash: batch.hash });
  }

  /** Brings what is spooled into the database; rejects while that is away. */
  async drain(): Promise<void> {
    for (const { store } of this.lanes) await store.drain();
  }

  /** Resolves when all that waits is stored, and all committed batches are linked. */
  async settle(): Promise<void> {
    await this.commits.settle();
  }

  /** Stores what waits and closes the chains; whatever cannot be stored is linked by the next process. */
  async onApplicationShutdown(): Promise<void> {
    await this.commits.close();
    for (const { store } of this.lanes) await store.close();
  }

  private lane(): SpooledLane {
    const { audit } = this.env;
    const store = new SpooledStore(this.batches, this.folder, {
      writeTimeoutMs: audit.writeTimeoutMs,
      maxBytes: Math.floor(audit.spoolMaxBytes / LANES),
    });
    const sink = {
      store: async (flush: Flush): Promise<void> => {
        await store.store(flush);
        this.created += flush.batch?.count ?? 0;
      },
    };
    return { chain: new ChainWriter(this.keys), sink, store };
  }
}
