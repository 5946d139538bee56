import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { DoneFuncWithErrOrRes, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { contextOf, type RequestContext } from '../../../platform/http/request-context.js';
import { AuditTrail } from './audit-trail.js';
import { eventOf } from './request-events.js';

const SEEN = Symbol('seen by the audit trail');

/** A mark on the context itself: a WeakSet would cost some 4 us a request. */
type Marked = RequestContext & { [SEEN]?: true };

/**
 * Holds every answer back until its event is durable. It is Fastify's `onSend` hook and not a Nest interceptor, since interceptors
 * see neither what a guard refused nor what a cache interceptor before them answered; here nothing leaves unseen.
 */
@Injectable()
export class AnswerHook implements OnModuleInit {
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
    const context: Marked = contextOf(request);
    if (context.rule === undefined || context[SEEN]) return undefined;
    context[SEEN] = true;
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
