import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/new-id.js';
import type { Verdict } from './verification/findings.js';
import type { VerifiedPeriod } from './verification/stored-trail.js';

/** What an operator must be told of the verifications so far. */
export interface VerificationStanding {
  /** Findings of the newest verification that failed and that none which passed has covered since. */
  openFindings: number;
  /** Days since the last verification, or since the installation where there was none. */
  daysSinceLast: number;
}

const STANDING_SQL = `
SELECT coalesce((
         SELECT failed.finding_count FROM audit_verifications failed
          WHERE NOT failed.is_intact AND NOT EXISTS (
            SELECT FROM audit_verifications passed
             WHERE passed.is_intact AND passed.id > failed.id
               AND coalesce(passed.from_month, '') <= coalesce(failed.from_month, '')
               AND coalesce(passed.to_month, '9999-12') >= coalesce(failed.to_month, '9999-12'))
          ORDER BY failed.id DESC LIMIT 1), 0) AS "openFindings",
       floor(extract(epoch FROM now() - coalesce(
         (SELECT max(verified_at) FROM audit_verifications),
         (SELECT min(applied_at) FROM schema_migrations))) / 86400)::int AS "daysSinceLast"`;

/** Remembers how each verification of the trail ended. One that failed stands until another passes that reads the same months. */
@Injectable()
export class VerificationResults {
  constructor(private readonly database: Database) {}

  async remember({ from, to }: VerifiedPeriod, { isIntact, events, findingCount }: Verdict): Promise<void> {
    await this.database.execute(
      `INSERT INTO audit_verifications (id, from_month, to_month, is_intact, event_count, finding_count)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [newId(), from, to, isIntact, events, findingCount],
    );
  }

  async standing(): Promise<VerificationStanding> {
    const [row] = await this.database.query<VerificationStanding & Record<string, unknown>>(STANDING_SQL, [], {
      name: 'audit-verification-standing',
    });
    if (!row) throw new Error('A statement of one row had none.');
    return row;
  }
}
