import { Injectable, Logger } from '@nestjs/common';
import type { Queue } from 'bull';
import type { JobDefinition } from './job-definition.js';
import type { DueJob } from './job.repository.js';
import { errorLabel } from './job-outcomes.js';

/** What travels through Redis: which job to look at, and nothing of what it is about. */
export interface Nudge {
  jobId: string;
}

/** A queue as `@nestjs/bull` provides it. */
export type ClosableQueue = Queue<Nudge> & { onApplicationShutdown?: () => Promise<void> };

const PUBLISH_TIMEOUT_MS = 1000;
const CLOSE_TIMEOUT_MS = 2000;

/**
 * Says "look now" through Bull. A nudge may be lost or doubled without harm, so this never waits long and never fails:
 * `add()` of an unreachable Redis would not return at all.
 */
@Injectable()
export class JobDispatcher {
  private readonly logger = new Logger(JobDispatcher.name);
  private readonly queues = new Map<string, ClosableQueue>();

  /** Makes the queue of a definition known; called once by its module. */
  attach(definition: JobDefinition, queue: ClosableQueue): void {
    this.queues.set(definition.name, queue);
    // Without a listener an unreachable Redis would end the process. Its connection already logs; see bull-options.
    queue.on('error', () => undefined);
    // Its own hook waits for Redis however long that is away.
    queue.onApplicationShutdown = () => Promise.resolve();
  }

  /** Takes no more nudges in this process, and returns without waiting for the jobs in hand. */
  async pause(): Promise<void> {
    await this.onEach((queue) => queue.pause(true, true));
  }

  async close(): Promise<void> {
    await this.onEach((queue) => queue.close(true));
  }

  /** Neither returns while Redis is away, hence the limit. */
  private async onEach(act: (queue: ClosableQueue) => Promise<void>): Promise<void> {
    await Promise.allSettled([...this.queues.values()].map((queue) => withinMs(act(queue), CLOSE_TIMEOUT_MS)));
  }

  queueOf(name: string): Queue<Nudge> | undefined {
    return this.queues.get(name);
  }

  get names(): string[] {
    return [...this.queues.keys()];
  }

  /** True when Redis can be told now. */
  isConnected(): boolean {
    return [...this.queues.values()].every((queue) => queue.client.status === 'ready');
  }

  /** Nudges the workers; false when that did not succeed in a second, which the sweep then makes good. */
  async publish(job: DueJob, delayMs = 0): Promise<boolean> {
    const queue = this.queues.get(job.name);
    if (queue?.client.status !== 'ready') return false;
    try {
      // One nudge per claim: the next has an id of its own, since Bull drops an id that is still waiting or in work.
      const added = queue.add(
        { jobId: job.id },
        { jobId: `${job.id}-${job.leaseToken}`, delay: delayMs, removeOnComplete: true, removeOnFail: true },
      );
      return await withinMs(added, PUBLISH_TIMEOUT_MS);
    } catch (error) {
      this.logger.warn(`job ${job.name} ${job.id} could not be published: ${errorLabel(error)}`);
      return false;
    }
  }
}

async function withinMs(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([work.then(() => true), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
