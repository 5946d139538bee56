import { Injectable, Logger } from '@nestjs/common';
import { Cron, Interval, Timeout } from '@nestjs/schedule';
import { Archivist } from './archive/archivist.js';
import { Retention } from './archive/retention.js';
import { PartitionKeeper } from './partitions/partition-keeper.js';
import { Sealer } from './seals/sealer.js';

const HOUR_MS = 3_600_000;
const NOTE_MS = 300_000;
const START_MS = 2000;

/** What the scheduler's leader does for the trail. A step that fails is logged and taken up at the next time. */
@Injectable()
export class AuditSchedule {
  private readonly logger = new Logger('audit');

  constructor(
    private readonly keeper: PartitionKeeper,
    private readonly sealer: Sealer,
    private readonly archivist: Archivist,
    private readonly retention: Retention,
  ) {}

  /** Hourly, for a single missed run at the end of a month must not leave events without a partition. */
  @Interval(HOUR_MS)
  async makePartitions(): Promise<void> {
    await this.attempt('partitions', () => this.keeper.makeAhead());
  }

  @Interval(NOTE_MS)
  async noteHeads(): Promise<void> {
    await this.attempt('chain heads', () => this.sealer.noteHeads());
  }

  @Cron('0 10 0 * * *', { timeZone: 'UTC' })
  async sealDay(): Promise<void> {
    await this.attempt('daily seal', () => this.sealer.sealDay());
  }

  @Cron('0 30 2 * * *', { timeZone: 'UTC' })
  async archive(): Promise<void> {
    await this.attempt('archive', () => this.archivist.archiveOld());
    await this.attempt('retention', () => this.retention.dropExpired());
  }

  /** What was missed while no scheduler ran. */
  @Timeout(START_MS)
  async catchUp(): Promise<void> {
    await this.makePartitions();
    await this.sealDay();
    await this.noteHeads();
  }

  private async attempt(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.error({ msg: 'a scheduled step of the audit trail failed', what, error: (error as Error).name });
    }
  }
}
