import { Inject, Injectable, Logger } from '@nestjs/common';
import { ENV, type Env } from '../../../config/env.js';
import { addMonths, monthOf, type Month } from '../partitions/months.rules.js';
import { PartitionKeeper } from '../partitions/partition-keeper.js';
import { TrailSource } from '../verification/trail-source.js';
import { TrailVerifier } from '../verification/verifier.js';
import { ArchiveShelf } from './archive-shelf.js';
import { ArchiveWriter } from './archive-writer.js';

/**
 * Moves months that few ask for into the object store. Runs on the scheduler's leader; every step may be interrupted and is taken
 * up by the next run.
 */
@Injectable()
export class Archivist {
  private readonly logger = new Logger('audit');

  constructor(
    private readonly keeper: PartitionKeeper,
    private readonly source: TrailSource,
    private readonly shelf: ArchiveShelf,
    private readonly writer: ArchiveWriter,
    private readonly verifier: TrailVerifier,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Archives every month that ended `AUDIT_ONLINE_MONTHS` ago; returns those that left the database. */
  async archiveOld(now = new Date()): Promise<Month[]> {
    const keepFrom = addMonths(monthOf(now), -this.env.audit.onlineMonths);
    const due = (await this.keeper.months()).filter((month) => month < keepFrom);
    const gone: Month[] = [];
    for (const month of due) {
      if (!(await this.archive(month))) break;
      await this.keeper.drop(month);
      gone.push(month);
    }
    return gone;
  }

  /** True when the month is in the archive, complete and verified. */
  private async archive(month: Month): Promise<boolean> {
    if ((await this.shelf.archives()).some(({ manifest }) => manifest.month === month)) return true;
    await this.writer.discard(month);
    const { archive, dataKey, events } = await this.source.readOnline(month, async (stored, events) => ({
      ...(await this.writer.write(stored)),
      events,
    }));
    const verdict = await this.verifier.verifyArchive(archive);
    if (!verdict.isIntact || verdict.events !== events || archive.manifest.files.events.rows !== events) {
      this.logger.error({
        msg: 'an archived month does not verify, so its partition stays',
        month,
        events,
        archived: verdict.events,
        first: verdict.findings[0],
      });
      return false;
    }
    await this.writer.enter(archive, dataKey);
    this.logger.log({ msg: 'a month is archived', month, events });
    return true;
  }
}
