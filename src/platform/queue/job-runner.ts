import { hostname } from 'node:os';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { ENV, type Env } from '../../config/env.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { JobDefinition } from './job-definition.js';
import { JobDispatcher } from './job-dispatcher.js';
import { JobLease } from './job-lease.js';
import {
  errorLabel,
  JobCancelled,
  type JobEnd,
  JobInterrupted,
  LeaseLost,
  PermanentJobFailure,
} from './job-outcomes.js';
import type { JobHandler } from './job-processor.js';
import { JobRepository, type ClaimedJob } from './job.repository.js';
import { observeJob } from './job-metrics.js';

const BACKOFF_FIRST_MS = 500;
const BACKOFF_MAX_MS = 60_000;

/** Runs one job under a lease and settles its outcome. It does not matter who says "look now", or how often. */
@Injectable()
export class JobRunner {
  private readonly logger = new Logger(JobRunner.name);
  private readonly owner = `${hostname()}:${process.pid}`;
  private readonly running = new Map<JobLease, Promise<void>>();

  constructor(
    private readonly repository: JobRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly dispatcher: JobDispatcher,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Claims the job and runs it to its end. Returns at once when it is not due or in other hands. */
  async run(jobId: string, definition: JobDefinition, handler: JobHandler): Promise<void> {
    const { leaseSeconds, maxAttempts } = this.env.worker;
    const job = await this.repository.claim(jobId, this.owner, leaseSeconds);
    if (!job) return;
    const lease = new JobLease(this.repository, job.id, job.leaseToken, leaseSeconds);
    const limit = definition.maxAttempts ?? maxAttempts;
    const work = observeJob(definition.name, () => this.settle(job, lease, limit, handler));
    this.running.set(lease, work);
    try {
      await work;
    } finally {
      this.running.delete(lease);
      lease.close();
    }
  }

  /** Tells every running job to stop at its next commit, and waits until all have given back their lease. */
  async interrupt(): Promise<void> {
    for (const lease of this.running.keys()) lease.interrupt();
    await Promise.allSettled(this.running.values());
  }

  private async settle(
    job: ClaimedJob,
    lease: JobLease,
    limit: number,
    handler: JobHandler,
  ): Promise<'done' | 'failed' | 'given-back'> {
    try {
      if (job.attempts > limit) {
        throw new PermanentJobFailure('too-many-attempts', 'It was begun too often without getting anywhere.');
      }
      await handler.run(job.payload, lease);
      if (!lease.isComplete) await lease.complete();
      return 'done';
    } catch (error) {
      return this.settleFailure(job, lease, limit, handler, error);
    }
  }

  private async settleFailure(
    job: ClaimedJob,
    lease: JobLease,
    limit: number,
    handler: JobHandler,
    error: unknown,
  ): Promise<'failed' | 'given-back'> {
    const label = errorLabel(error);
    if (error instanceof LeaseLost) {
      this.logger.warn(`job ${job.name} ${job.id}: lease lost, its work since the last commit is discarded`);
      return 'given-back';
    }
    if (error instanceof JobInterrupted) {
      await this.repository.release(job.id, lease.token, 0, true, null);
      void this.dispatcher.publish(job);
      return 'given-back';
    }
    if (error instanceof JobCancelled) {
      await this.end(job, lease, handler, { kind: 'cancelled' }, label);
      return 'given-back';
    }
    if (error instanceof PermanentJobFailure || job.attempts >= limit) {
      this.logger.error(`job ${job.name} ${job.id} failed for good after ${job.attempts} attempts: ${label}`);
      const known = error instanceof PermanentJobFailure;
      await this.end(
        job,
        lease,
        handler,
        {
          kind: 'failed',
          code: known ? error.code : 'internal',
          detail: known ? error.message : 'It failed again and again for a reason of ours; the operator has been told.',
        },
        label,
      );
      return 'failed';
    }
    const delayMs = Math.min(BACKOFF_FIRST_MS * 2 ** (job.attempts - 1), BACKOFF_MAX_MS);
    this.logger.warn(`job ${job.name} ${job.id} attempt ${job.attempts} failed: ${label}; again in ${delayMs} ms`);
    await this.repository.release(job.id, lease.token, delayMs, false, label);
    void this.dispatcher.publish(job, delayMs);
    return 'failed';
  }

  private async end(job: ClaimedJob, lease: JobLease, handler: JobHandler, end: JobEnd, label: string): Promise<void> {
    await this.unitOfWork.run(async () => {
      const status = end.kind;
      if (!(await this.repository.finish(job.id, lease.token, status, label))) return;
      await handler.ended(job.payload, end);
    });
  }
}
