import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { sqlState } from '../../../platform/database/transient-errors.js';
import { OrphanBatches } from '../chain/orphan-batches.js';
import { SpoolFolder } from '../spool/spool-folder.js';

const RETRY_MS = 5000;
const INTERVAL_MS = 3_600_000;

/**
 * At the start of a process, and then once an hour: brings in what a killed process left, its spool first, then the link of batches
 * whose transaction committed. While the database is away it tries again, so that a start never waits for it.
 */
@Injectable()
export class TrailRecovery implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('audit');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly folder: SpoolFolder,
    private readonly orphans: OrphanBatches,
  ) {}

  onApplicationBootstrap(): void {
    this.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** Once, now. */
  async recover(): Promise<void> {
    const flushes = await this.folder.drainLeftBehind();
    const batches = await this.orphans.adopt();
    if (flushes + batches > 0)
      this.logger.log({ msg: 'audit events of an ended process are brought in', flushes, batches });
  }

  private start(): void {
    this.running = this.attempt();
  }

  private async attempt(): Promise<void> {
    let delayMs = INTERVAL_MS;
    try {
      await this.recover();
    } catch (error) {
      delayMs = RETRY_MS;
      this.logger.warn({
        msg: 'the audit trail is not recovered yet',
        sqlState: sqlState(error),
        error: (error as Error).name,
      });
    }
    if (!this.stopped) this.timer = setTimeout(() => this.start(), delayMs).unref();
  }
}
