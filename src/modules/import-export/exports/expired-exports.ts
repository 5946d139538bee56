import { Inject, Injectable } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { Database } from '../../../platform/database/database.js';
import { OBJECT_STORE, type ObjectStore } from '../../../platform/storage/index.js';
import { EXPORTS_PREFIX } from '../export-pipeline/export-parts.js';

const PARTS_A_STATEMENT = 500;
/** A part whose worker died between storing and committing it; by then nobody can still be about to commit. */
const UNCOMMITTED_AGE_MS = 24 * 3_600_000;

/** Deletes the files of exports after their time, those of exports that came to nothing, and what crashes have left. */
@Injectable()
export class ExpiredExports {
  constructor(
    private readonly database: Database,
    @Inject(OBJECT_STORE) private readonly store: ObjectStore,
  ) {}

  /** First the key goes, upon which every copy is unreadable; then the objects. Returns how many objects were deleted. */
  @Cron(CronExpression.EVERY_10_MINUTES)
  async purge(): Promise<number> {
    await this.database.execute(
      'UPDATE exports SET wrapped_key = NULL, kek_id = NULL WHERE wrapped_key IS NOT NULL AND expires_at <= now()',
    );
    let total = 0;
    for (;;) {
      const doomed = await this.database.query<{ object_key: string }>(
        `SELECT p.object_key FROM export_parts p JOIN exports e ON e.id = p.export_id
          WHERE e.wrapped_key IS NULL AND e.finished_at IS NOT NULL LIMIT ${PARTS_A_STATEMENT}`,
      );
      for (const { object_key: key } of doomed) await this.store.delete(key);
      await this.database.execute('DELETE FROM export_parts WHERE object_key = ANY($1)', [
        doomed.map(({ object_key: key }) => key),
      ]);
      total += doomed.length;
      if (doomed.length < PARTS_A_STATEMENT) return total;
    }
  }

  /** Objects that no part names: their worker died, or an export began anew. Returns how many there were. */
  @Cron(CronExpression.EVERY_DAY_AT_3AM)
  async purgeUncommitted(): Promise<number> {
    let total = 0;
    for await (const { key, modifiedAt } of this.store.list(EXPORTS_PREFIX)) {
      if (Date.now() - modifiedAt.getTime() < UNCOMMITTED_AGE_MS) continue;
      const known = await this.database.query('SELECT FROM export_parts WHERE object_key = $1', [key]);
      if (known.length > 0) continue;
      await this.store.delete(key);
      total += 1;
    }
    return total;
  }
}
