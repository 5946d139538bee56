import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { ENV, type Env } from '../../../config/env.js';
import { contextOf, type RequestContext } from '../../http/request-context.js';
import type { RunningStatement } from '../../telemetry/statements/running-statements.js';
import { StatementObserver } from '../../telemetry/statements/statement-observer.js';
import { cancelStatement } from './cancel-statement.js';

const TICK_MS = 250;
const REPLY = Symbol('reply');

/** The reply on the context itself: a WeakMap would cost some 4 us a request. */
type Answerable = RequestContext & { [REPLY]?: FastifyReply };

/**
 * Cancels in PostgreSQL what a request still waits for when its time is over; the request is then answered with 503, and its
 * connection is free again. Nothing is set up for a request that is in time: four times a second the few statements
 * under way are looked at.
 */
@Injectable()
export class RequestDeadlines implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('deadline');
  private readonly cancelled = new WeakSet<RunningStatement>();
  private ticking: NodeJS.Timeout | undefined;

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly adapterHost: HttpAdapterHost,
    private readonly statements: StatementObserver,
  ) {}

  onModuleInit(): void {
    const fastify = this.adapterHost.httpAdapter?.getInstance<FastifyInstance | undefined>();
    if (typeof fastify?.addHook !== 'function' || this.env.http.requestDeadlineMs === 0) return;
    fastify.addHook('onRequest', (request, reply, done) => {
      (contextOf(request) as Answerable)[REPLY] = reply;
      done();
    });
    this.ticking = setInterval(() => this.tick(), TICK_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.ticking);
  }

  private tick(): void {
    const now = performance.now();
    for (const running of this.statements.running.all) {
      if (this.isOverdue(running, now)) this.cancel(running);
    }
  }

  /**
   * An answer that has begun is a stream, which may last. The time of a write runs anew for each statement, since its body
   * takes as long as the sender's line does.
   */
  private isOverdue(running: RunningStatement, now: number): boolean {
    const { startedAt } = running;
    const request: Answerable | undefined = running.request;
    if (!request || this.cancelled.has(running)) return false;
    const since = request.method === 'GET' ? request.startedAt : startedAt;
    if (now - since < this.env.http.requestDeadlineMs) return false;
    return request[REPLY]?.raw.headersSent === false;
  }

  private cancel(running: RunningStatement): void {
    this.cancelled.add(running);
    const { request, statement, client } = running;
    this.logger.warn(`${request?.method} ${request?.route} is over its deadline; cancelling: ${statement.sql}`);
    cancelStatement(client);
  }
}
