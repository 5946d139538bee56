import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { collectDefaultMetrics, register } from 'prom-client';
import { ENV, type Env } from '../../config/env.js';
import { EventLoopDelay } from './event-loop-delay.js';
import { AccessLog } from './requests/access-log.js';
import { AnswerObserver } from './requests/answer-observer.js';
import { RequestFigures } from './requests/request-figures.js';
import { StatementObserver } from './statements/statement-observer.js';

/** What this process knows of its own work: requests, statements, pool, event loop. */
@Global()
@Module({
  providers: [
    { provide: AccessLog, inject: [ENV], useFactory: (env: Env) => new AccessLog(env) },
    RequestFigures,
    AnswerObserver,
    StatementObserver,
    EventLoopDelay,
  ],
  exports: [RequestFigures, StatementObserver, EventLoopDelay],
})
export class TelemetryModule implements OnModuleInit {
  /** Memory, processor time, event-loop delay and garbage collection, once a process. */
  onModuleInit(): void {
    if (!register.getSingleMetric('process_cpu_seconds_total')) collectDefaultMetrics({ register });
  }
}
