import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { newId } from '../../../platform/database/new-id.js';
import { conflict } from '../../../platform/http/problem.js';
import { AuditTrail } from '../trail/audit-trail.js';
import type { Verdict } from './findings.js';
import type { VerifiedPeriod } from './stored-trail.js';
import { TrailVerifier } from './verifier.js';

/** Verification on request: one at a time in a process, for it reads all there is. */
@Injectable()
export class VerificationService {
  private isRunning = false;

  constructor(
    private readonly verifier: TrailVerifier,
    private readonly trail: AuditTrail,
    private readonly database: Database,
  ) {}

  /** The verdict over the months of a period; 409 while another is being found. */
  async verify(period: VerifiedPeriod): Promise<Verdict> {
    if (this.isRunning) throw conflict('The audit trail is being verified already. Ask again when that is done.');
    this.isRunning = true;
    try {
      const verdict = await this.verifier.verify(period);
      const { isIntact, events, findingCount } = verdict;
      await this.database.execute(
        `INSERT INTO audit_verifications (id, from_month, to_month, is_intact, event_count, finding_count)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [newId(), period.from, period.to, isIntact, events, findingCount],
      );
      await this.trail.recordInstead({
        action: 'verify',
        resource: 'audit-verification',
        detail: { isIntact, events, findingCount },
      });
      return verdict;
    } finally {
      this.isRunning = false;
    }
  }
}
