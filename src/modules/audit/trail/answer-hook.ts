import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { DoneFuncWithErrOrRes, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { contextOf, type RequestContext } from '../../../platform/http/request-context.js';
import { AuditTrail } from './audit-trail.js';
import { eventOf } from './request-events.js';

/**
 * Holds every answer back until its event is durable. It is Fastify's `onSend` hook and not a Nest interceptor, since interceptors
 * see neither what a guard refused nor what a cache interceptor before them answered; here nothing leaves unseen.
 */
@Injectable()
export class AnswerHook implements OnModuleInit {
  private readonly seen = new WeakSet<RequestContext>();

  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly trail: AuditTrail,
  ) {}

  /** Processes without HTTP (worker, scheduler, command line) have no adapter, and nothing to hook. */
  onModuleInit(): void {
    const fastify = this.adapterHost.httpAdapter?.getInstance<FastifyInstance | undefined>();
    fastify?.addHook('onSend', (request, reply, payload, done) => {
      const recorded = this.record(request, reply);
      if (recorded === undefined) done(null, payload);
      else void answerAfter(recorded, payload, done);
    });
  }

  /** An answer that could not be recorded is replaced by an error, which comes by here once more. */
  private record(request: FastifyRequest, reply: FastifyReply): Promise<void> | undefined {
    const context = contextOf(request);
    if (context.rule === undefined || this.seen.has(context)) return undefined;
    this.seen.add(context);
    const event = eventOf({
      context,
      params: request.params as Record<string, string>,
      status: reply.statusCode,
      hasTold: this.trail.hasTold(context),
      isReplaced: this.trail.isReplaced(context),
    });
    return event === undefined ? undefined : this.trail.record(event, context);
  }
}

async function answerAfter(recorded: Promise<void>, payload: unknown, done: DoneFuncWithErrOrRes): Promise<void> {
  try {
    await recorded;
  } catch (error) {
    done(error as Error);
    return;
  }
  done(null, payload);
}
