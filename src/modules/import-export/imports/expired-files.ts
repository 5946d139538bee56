import { Inject, Injectable } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { Database } from '../../../platform/database/database.js';
import { OBJECT_STORE, type ObjectStore } from '../../../platform/storage/index.js';

/** As long as a nurse may want to look at what was sent, and correct it. */
const KEPT_DAYS = 30;
/** An upload whose process died before it was accepted; by then nobody can still be sending it. */
const UNACCEPTED_AGE_MS = 24 * 3_600_000;
const FILES_A_STATEMENT = 500;
const PREFIX = 'imports/';

/** Deletes the raw files of imports after their time: they hold what a database's rights and keys otherwise guard. */
@Injectable()
export class ExpiredImportFiles {
  constructor(
    private readonly database: Database,
    @Inject(OBJECT_STORE) private readonly store: ObjectStore,
  ) {}

  /** Returns how many files were deleted. A file is deleted first and forgotten then, so that none is forgotten only. */
  @Cron(CronExpression.EVERY_DAY_AT_3AM)
  async purge(): Promise<number> {
    let total = await this.purgeUnaccepted();
    await this.forgetCorrectedCells();
    for (;;) {
      const expired = await this.database.query<{ id: string; file_key: string }>(
        `SELECT id, file_key FROM imports
          WHERE file_key IS NOT NULL AND finished_at IS NOT NULL AND created_at < now() - make_interval(days => $1)
          LIMIT ${FILES_A_STATEMENT}`,
        [KEPT_DAYS],
      );
      for (const { file_key: key } of expired) await this.store.delete(key);
      await this.database.execute('UPDATE imports SET file_key = NULL WHERE id = ANY($1::uuid[])', [
        expired.map(({ id }) => id),
      ]);
      total += expired.length;
      if (expired.length < FILES_A_STATEMENT) return total;
    }
  }

  /** Corrected rows that are still rejected hold what the file held. */
  private async forgetCorrectedCells(): Promise<void> {
    await this.database.execute(
      `UPDATE import_corrected_rows c SET cells_sealed = NULL FROM imports i
        WHERE c.cells_sealed IS NOT NULL AND c.state = 'rejected' AND i.id = c.import_id
          AND i.finished_at IS NOT NULL AND i.created_at < now() - make_interval(days => $1)`,
      [KEPT_DAYS],
    );
  }

  private async purgeUnaccepted(): Promise<number> {
    let total = 0;
    for await (const { key, modifiedAt } of this.store.list(PREFIX)) {
      if (Date.now() - modifiedAt.getTime() < UNACCEPTED_AGE_MS) continue;
      const accepted = await this.database.query('SELECT FROM imports WHERE file_key = $1', [key]);
      if (accepted.length > 0) continue;
      await this.store.delete(key);
      total += 1;
    }
    return total;
  }
}
