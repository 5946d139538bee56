import { Injectable } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { Database } from '../database/database.js';

const ROWS_A_STATEMENT = 5000;

/** Forgets the answers kept for `Idempotency-Key` after a day. A retry comes within minutes; what it would repeat is a patient's data. */
@Injectable()
export class ExpiredIdempotencyKeys {
  constructor(private readonly database: Database) {}

  /** In small statements, each its own transaction, so that no write waits for it. Returns how many were forgotten. */
  @Cron(CronExpression.EVERY_HOUR)
  async forget(): Promise<number> {
    let total = 0;
    for (;;) {
      const count = await this.database.execute(
        `DELETE FROM idempotency_keys WHERE ctid = ANY(ARRAY(
           SELECT ctid FROM idempotency_keys WHERE created_at < now() - interval '1 day' LIMIT ${ROWS_A_STATEMENT}))`,
      );
      total += count;
      if (count < ROWS_A_STATEMENT) return total;
    }
  }
}
