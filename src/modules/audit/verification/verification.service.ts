import { Injectable } from '@nestjs/common';
import { conflict } from '../../../platform/http/problem.js';
import { AuditTrail } from '../trail/audit-trail.js';
import { VerificationResults } from '../verification-results.js';
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
    private readonly results: VerificationResults,
  ) {}

  /** The verdict over the months of a period; 409 while another is being found. */
  async verify(period: VerifiedPeriod): Promise<Verdict> {
    if (this.isRunning) throw conflict('The audit trail is being verified already. Ask again when that is done.');
    this.isRunning = true;
    try {
      const verdict = await this.verifier.verify(period);
      const { isIntact, events, findingCount } = verdict;
      await this.results.remember(period, verdict);
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
