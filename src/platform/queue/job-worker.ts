import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { ENV, type Env } from '../../config/env.js';
import type { JobDefinition } from './job-definition.js';
import { JobDispatcher } from './job-dispatcher.js';
import { errorLabel } from './job-outcomes.js';
import { type JobHandler, JobProcessor } from './job-processor.js';
import { JobRepository, type DueJob } from './job.repository.js';
import { JobRunner } from './job-runner.js';

interface Registration {
  definition: JobDefinition;
  handler: JobHandler;
}

const SWEEP_LIMIT = 1000;
/**
 * Sweeps within which a published job must have been taken, where a worker is free. Redis hands a nudge to whoever has waited longest, and
 * that may be a process that is frozen: Bull notices after one or two minutes, a free worker that finds the job due again at once.
 */
const HEARD_WITHIN_SWEEPS = 2;
/** How often Postgres is asked for work while Redis cannot tell. */
const SWEEP_WITHOUT_REDIS_MS = 1000;

/**
 * Takes jobs in a worker process: Bull tells of most at once, and a sweep of the `jobs` table finds those that Redis lost
 * or whose worker died. What Redis cannot tell, or told to nobody who listens, the sweep itself runs: slower, still right.
 */
@Injectable()
export class JobWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(JobWorker.name);
  private readonly registrations = new Map<string, Registration>();
  private readonly inHand = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();
  private sweeping: Promise<void> | undefined;
  /** Nudges of the last sweep, by how many sweeps in a row have sent them. */
  private published = new Map<string, number>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly dispatcher: JobDispatcher,
    private readonly repository: JobRepository,
    private readonly runner: JobRunner,
    @Inject(ENV) private readonly env: Env,
  ) {}

  onApplicationBootstrap(): void {
    for (const { instance, metatype } of this.discovery.getProviders({ metadataKey: JobProcessor.KEY })) {
      const definition = metatype ? (Reflect.getMetadata(JobProcessor.KEY, metatype) as JobDefinition) : undefined;
      if (definition) this.registrations.set(definition.name, { definition, handler: instance as JobHandler });
    }
    if (this.env.role === 'worker') this.start();
  }

  /** Begins to take jobs. Whether a process does is a fact of its role, not of the modules that it holds. */
  start(): void {
    for (const { definition, handler } of this.registrations.values()) {
      const queue = this.dispatcher.queueOf(definition.name);
      const concurrency = definition.concurrency ?? this.env.worker.concurrency;
      queue
        ?.process(concurrency, ({ data }) => this.take(data.jobId, definition, handler))
        .catch((error: unknown) => this.logger.warn(`queue ${definition.name} stopped: ${errorLabel(error)}`));
    }
    this.sweeping = this.sweepForEver();
  }

  /** Runs all that is due in this process, without Redis, until nothing is; for tools and tests. */
  async runDue(): Promise<void> {
    for (;;) {
      const due = await this.repository.due(SWEEP_LIMIT);
      if (due.length === 0 || this.stopping.signal.aborted) return;
      for (const job of due) await this.takeDue(job);
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    // In this order, so that no nudge for a job given back is taken by the very process that gave it back.
    if (this.sweeping) await this.dispatcher.pause();
    await this.runner.interrupt();
    await this.sweeping;
    await this.dispatcher.close();
  }

  private async sweepForEver(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.sweep();
      } catch (error) {
        this.logger.warn(`the sweep for forgotten jobs failed: ${errorLabel(error)}`);
      }
      const pause = this.dispatcher.isConnected() ? this.env.worker.sweepIntervalMs : SWEEP_WITHOUT_REDIS_MS;
      await sleep(pause, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private async sweep(): Promise<void> {
    const before = this.published;
    this.published = new Map();
    for (const job of await this.repository.due(SWEEP_LIMIT)) {
      if (this.stopping.signal.aborted) return;
      const nudge = `${job.id}-${job.leaseToken}`;
      const sweeps = before.get(nudge) ?? 0;
      if (await this.dispatcher.publish(job)) {
        this.published.set(nudge, sweeps + 1);
        if (sweeps < HEARD_WITHIN_SWEEPS) continue;
      }
      const registration = this.registrations.get(job.name);
      const limit = registration?.definition.concurrency ?? this.env.worker.concurrency;
      if (registration && this.inHand.size < limit) void this.takeDue(job);
    }
  }

  private takeDue(job: DueJob): Promise<void> {
    const registration = this.registrations.get(job.name);
    if (!registration) return Promise.resolve();
    return this.take(job.id, registration.definition, registration.handler);
  }

  /** A failure here is Postgres's: the job keeps its state and the next sweep finds it. */
  private async take(jobId: string, definition: JobDefinition, handler: JobHandler): Promise<void> {
    if (this.stopping.signal.aborted || this.inHand.has(jobId)) return;
    const work = this.runner.run(jobId, definition, handler);
    this.inHand.set(jobId, work);
    try {
      await work;
    } catch (error) {
      this.logger.warn(`job ${definition.name} ${jobId} could not be settled: ${errorLabel(error)}`);
    } finally {
      this.inHand.delete(jobId);
    }
  }
}
