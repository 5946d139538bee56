import { Inject, Injectable } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { Database } from '../../../../platform/database/database.js';
import { OBJECT_STORE, type ObjectStore } from '../../../../platform/storage/index.js';

/** An upload whose process died before it was accepted; by then nobody can still be sending it. */
const UNCLAIMED_AGE_MS = 24 * 3_600_000;
const PREFIX = 'genomes/';

/**
 * Deletes uploaded genome files that no genome claims: the api was killed between storing the file and accepting it. Sealed they are, under
 * a key that was never stored; but they take room, and nothing else would ever find them.
 */
@Injectable()
export class UnclaimedGenomeFiles {
  constructor(
    private readonly database: Database,
    @Inject(OBJECT_STORE) private readonly store: ObjectStore,
  ) {}

  /** Returns how many files were deleted. */
  @Cron(CronExpression.EVERY_DAY_AT_3AM)
  sweepByTheClock(): Promise<number> {
    return this.sweep(new Date());
  }

  /** Deletes those that were a day old at `now`. */
  async sweep(now: Date): Promise<number> {
    let total = 0;
    for await (const { key, modifiedAt } of this.store.list(PREFIX)) {
      if (now.getTime() - modifiedAt.getTime() < UNCLAIMED_AGE_MS) continue;
      const claims = await this.database.query('SELECT FROM genomes WHERE raw_object = $1', [key]);
      if (claims.length > 0) continue;
      await this.store.delete(key);
      total++;
    }
    return total;
  }
}
