import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ENV, type Env } from '../../../config/env.js';
import { AuditKeys } from '../chain/audit-keys.js';
import { ChainWriter, type BatchReference } from '../chain/chain-writer.js';
import { SpooledStore } from '../spool/spooled-store.js';
import { GroupCommit } from './group-commit.js';

/** Events that may wait in memory; beyond it callers wait too. */
const MAX_WAITING = 10_000;
const LINK_DELAY_MS = 200;

/** This process's writer of the trail: its chain, its group commit, and the way to the database or the spool. */
@Injectable()
export class TrailWriter implements OnApplicationShutdown {
  private readonly chain: ChainWriter;
  private readonly commits: GroupCommit;

  constructor(
    keys: AuditKeys,
    private readonly store: SpooledStore,
    @Inject(ENV) env: Env,
  ) {
    this.chain = new ChainWriter(keys);
    this.commits = new GroupCommit(this.chain, keys, store, {
      maxEvents: env.audit.batchMaxEvents,
      maxWaiting: MAX_WAITING,
      linkDelayMs: LINK_DELAY_MS,
    });
  }

  get writerId(): string {
    return this.chain.writerId;
  }

  /** Events that wait for their insert. */
  get depth(): number {
    return this.commits.depth;
  }

  /** Resolves when the event is durable. */
  add(tail: string, id: string): Promise<void> {
    return this.commits.add(tail, id);
  }

  /** Links a batch that its transaction has committed. */
  adopt(batch: BatchReference): void {
    this.commits.adopt({ id: batch.id, hash: batch.hash });
  }

  /** Resolves when all that waits is stored, and all committed batches are linked. */
  settle(): Promise<void> {
    return this.commits.settle();
  }

  /** Stores what waits and closes the chain; whatever cannot be stored is linked by the next process. */
  async onApplicationShutdown(): Promise<void> {
    await this.commits.close();
    await this.store.close();
  }
}
