import type { JobRepository } from './job.repository.js';
import { JobCancelled, JobInterrupted, LeaseLost } from './job-outcomes.js';

/**
 * The right to work on a job, as long as it is renewed. It fences: `hold` inside a transaction locks the job's row under
 * this lease's token, so a worker that was taken for dead cannot commit, however late it wakes.
 */
export class JobLease {
  private readonly abort = new AbortController();
  private readonly heartbeat: NodeJS.Timeout;
  private isEnded = false;

  constructor(
    private readonly repository: JobRepository,
    readonly jobId: string,
    readonly token: string,
    private readonly leaseSeconds: number,
  ) {
    this.heartbeat = setInterval(() => void this.renew(), (leaseSeconds * 1000) / 3);
    this.heartbeat.unref();
  }

  /** Fires when the work should stop: lost, cancelled or interrupted. Its reason is the error to throw. */
  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** True once `complete` was called in a transaction that may commit. */
  get isComplete(): boolean {
    return this.isEnded;
  }

  /**
   * Call first in every transaction of the job: what follows is committed only by the lease's holder. Its commit counts as
   * progress and forgives the attempts before it.
   *
   * @throws LeaseLost, JobCancelled or JobInterrupted, upon which the transaction rolls back
   */
  async hold(): Promise<void> {
    this.signal.throwIfAborted();
    const held = await this.repository.renew(this.jobId, this.token, this.leaseSeconds, true);
    if (!held) this.stop(new LeaseLost(this.jobId));
    else if (held.cancelRequested) this.stop(new JobCancelled(this.jobId));
    this.signal.throwIfAborted();
  }

  /** Ends the job as done, in the transaction that holds its last effects. */
  async complete(): Promise<void> {
    if (!(await this.repository.finish(this.jobId, this.token, 'done', null))) throw new LeaseLost(this.jobId);
    this.isEnded = true;
  }

  /** Tells the work that this process is going down. */
  interrupt(): void {
    this.stop(new JobInterrupted(this.jobId));
  }

  /** Stops the heartbeat; the lease then runs out by itself. */
  close(): void {
    clearInterval(this.heartbeat);
  }

  private stop(reason: Error): void {
    if (!this.signal.aborted) this.abort.abort(reason);
  }

  /** A heartbeat that fails is no verdict: the next may succeed, and every commit checks anyway. */
  private async renew(): Promise<void> {
    try {
      const held = await this.repository.renew(this.jobId, this.token, this.leaseSeconds, false);
      if (!held && !this.isEnded) this.stop(new LeaseLost(this.jobId));
      else if (held?.cancelRequested) this.stop(new JobCancelled(this.jobId));
    } catch {
      return;
    }
  }
}
