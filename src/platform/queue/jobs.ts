import { Injectable } from '@nestjs/common';
import { newId } from '../database/new-id.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { JobDefinition, JobPayload } from './job-definition.js';
import { JobDispatcher } from './job-dispatcher.js';
import { JobRepository, type JobDepth } from './job.repository.js';

/** Accepts and cancels work, from any process. See `defineJob` for how to add a kind of job. */
@Injectable()
export class Jobs {
  constructor(
    private readonly repository: JobRepository,
    private readonly dispatcher: JobDispatcher,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Accepts a job in the transaction of the caller, and publishes it once that has committed. Returns its id. */
  async enqueue<Payload extends JobPayload>(
    definition: JobDefinition<Payload>,
    payload: Payload,
    id: string = newId(),
  ): Promise<string> {
    await this.unitOfWork.run(async () => {
      await this.repository.insert(id, definition.name, payload);
      // Not awaited: the commit is what counts, the nudge only saves the wait for the next sweep.
      this.unitOfWork.afterCommit(() => void this.dispatcher.publish({ id, name: definition.name, leaseToken: '0' }));
    });
    return id;
  }

  /**
   * Asks for a job to stop. `cancelled`: nobody held it and it has ended, so the caller tells its resource in the same
   * transaction. `requested`: its worker will end it at the next commit. Undefined: it had ended before.
   */
  cancel(jobId: string): Promise<'cancelled' | 'requested' | undefined> {
    return this.repository.cancel(jobId);
  }

  /** The kinds of job that this service knows. */
  get names(): string[] {
    return this.dispatcher.names;
  }

  /** Open jobs by name and state. */
  depths(): Promise<JobDepth[]> {
    return this.repository.depths();
  }

  /** Removes ended jobs older than so many days; returns how many. */
  purgeFinished(olderThanDays: number): Promise<number> {
    return this.repository.purgeFinished(olderThanDays);
  }
}
