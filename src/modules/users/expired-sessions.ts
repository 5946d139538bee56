import { Injectable } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { Database } from '../../platform/database/database.js';

const ROWS_A_STATEMENT = 5000;

/**
 * Removes sessions, with their refresh tokens, thirty days after they ended. Until then a used token is still known, so
 * that its reuse is noticed; who signed in when stays in the audit log.
 */
@Injectable()
export class ExpiredSessions {
  constructor(private readonly database: Database) {}

  /** Returns how many were removed. */
  @Cron(CronExpression.EVERY_DAY_AT_3AM)
  async remove(): Promise<number> {
    let total = 0;
    for (;;) {
      const count = await this.database.execute(
        `DELETE FROM sessions WHERE id = ANY(ARRAY(
           SELECT id FROM sessions WHERE least(expires_at, revoked_at) < now() - interval '30 days' LIMIT ${ROWS_A_STATEMENT}))`,
      );
      total += count;
      if (count < ROWS_A_STATEMENT) return total;
    }
  }
}
