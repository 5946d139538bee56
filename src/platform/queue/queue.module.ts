import { BullModule, getQueueToken } from '@nestjs/bull';
import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';

import { ENV, type Env } from '../../config/env.js';
import { BullConnections } from './bull-options.js';
import { EndedJobs } from './ended-jobs.js';
import type { JobDefinition, JobPayload } from './job-definition.js';
import { type ClosableQueue, JobDispatcher } from './job-dispatcher.js';
import { JobRepository } from './job.repository.js';
import { JobRunner } from './job-runner.js';
import { JobWorker } from './job-worker.js';
import { Jobs } from './jobs.js';

/** The Redis side of all queues. */
@Global()
@Module({
  providers: [
    {
      provide: BullConnections,
      inject: [ENV],
      useFactory: ({ redis, database }: Env) => new BullConnections(redis.queueUrl, database.url),
    },
  ],
  exports: [BullConnections],
})
class BullConnectionsModule {}

/** The queue of one kind of job. */
@Module({})
class JobQueueModule {}

/** Durable jobs: a row in Postgres is the truth, Bull the nudge. Modules import `QueueModule.forJob(DEFINITION)`. */
@Global()
@Module({
  imports: [DiscoveryModule, BullConnectionsModule],
  providers: [EndedJobs, JobRepository, JobDispatcher, JobRunner, JobWorker, Jobs],
  exports: [JobDispatcher, JobWorker, Jobs],
})
export class QueueModule implements OnApplicationShutdown {
  constructor(@Inject(BullConnections) private readonly connections: BullConnections) {}

  /** Gives a feature module the queue of its job. */
  static forJob<Payload extends JobPayload>(definition: JobDefinition<Payload>): DynamicModule {
    const attached = Symbol(`queue of ${definition.name}`);
    return {
      module: JobQueueModule,
      imports: [
        BullModule.registerQueueAsync({
          name: definition.name,
          inject: [BullConnections],
          useFactory: (connections: BullConnections) => ({
            name: definition.name,
            ...connections.options(),
            prefix: connections.prefixOf(definition.name),
          }),
        }),
      ],
      providers: [
        {
          provide: attached,
          inject: [JobDispatcher, getQueueToken(definition.name)],
          useFactory: (dispatcher: JobDispatcher, queue: ClosableQueue) => dispatcher.attach(definition, queue),
        },
      ],
    };
  }

  onApplicationShutdown(): void {
    this.connections.close();
  }
}
