import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { contextOf, type RequestContext } from '../../http/request-context.js';

/** The status that stands for a caller who went away before the answer, after nginx's. */
const CLIENT_CLOSED_REQUEST = 499;

/** One request as logs and metrics may know it: no URL, no query, no body. */
export interface AnsweredRequest {
  context: RequestContext;
  status: number;
  durationMs: number;
  /** An event stream lasts as long as its reader stays; its duration says nothing of our speed. */
  isStream: boolean;
}

const TOLD = Symbol('told');

/** A mark on the context itself: a WeakSet would cost some 4 us a request, a property costs nothing to speak of. */
type Marked = RequestContext & { [TOLD]?: true };

/** Calls `onAnswer` once for each request: when its answer has been sent, or its caller has gone. */
export function observeAnswers(fastify: FastifyInstance, onAnswer: (answered: AnsweredRequest) => void): void {
  const tell = (request: FastifyRequest, status: number, isStream: boolean): void => {
    const context: Marked = contextOf(request);
    if (context[TOLD]) return;
    context[TOLD] = true;
    onAnswer({ context, status, durationMs: performance.now() - context.startedAt, isStream });
  };
  fastify.addHook('onResponse', (request, reply, done) => {
    tell(request, reply.statusCode, isEventStream(reply));
    done();
  });
  fastify.addHook('onRequestAbort', (request, done) => {
    tell(request, CLIENT_CLOSED_REQUEST, false);
    done();
  });
}

function isEventStream(reply: FastifyReply): boolean {
  const type = reply.getHeader('content-type');
  return typeof type === 'string' && type.startsWith('text/event-stream');
}
