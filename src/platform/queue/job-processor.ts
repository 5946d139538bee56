import { DiscoveryService } from '@nestjs/core';
import type { JobDefinition, JobPayload } from './job-definition.js';
import type { JobLease } from './job-lease.js';
import type { JobEnd } from './job-outcomes.js';

/** What runs the jobs of one definition. */
export interface JobHandler<Payload extends JobPayload = JobPayload> {
  /**
   * Does the work, from wherever the last commit left it. May be called again after a crash; it throws what stopped it:
   * {@link PermanentJobFailure} ends the job, anything else has it tried again later.
   */
  run(payload: Payload, lease: JobLease): Promise<void>;
  /** Called in the transaction that ends the job without success, to tell the resource that it served. */
  ended(payload: Payload, end: JobEnd): Promise<void>;
}

/** Marks the provider that runs a definition's jobs. Only a worker calls it, wherever the provider is present. */
export const JobProcessor = DiscoveryService.createDecorator<JobDefinition>();
