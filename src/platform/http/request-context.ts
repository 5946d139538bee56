import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { newId } from '../database/new-id.js';
import type { Actor } from '../access/actor.js';
import type { AccessRule } from '../access/access.decorator.js';
import type { PatientInReach } from '../access/access-facts.js';

/** What is known of the request being served; audit, logs and metrics read it. */
export interface RequestContext {
  readonly requestId: string;
  readonly address: string;
  readonly userAgent: string;
  readonly method: string;
  /** The route's pattern, never the URL: URLs carry ids and search words. */
  readonly route: string;
  readonly startedAt: number;
  /** The route's @Access rule; missing until the guard has read it. */
  rule?: AccessRule;
  actor?: Actor;
  /** Cache version of the caller's organization. */
  organizationVersion?: string;
  patient?: PatientInReach;
}

const storage = new AsyncLocalStorage<RequestContext>();
const CONTEXT = Symbol('request context');
const SANE_ID = /^[A-Za-z0-9._-]{8,64}$/;

type Carrier = FastifyRequest & { [CONTEXT]?: RequestContext };

/** The request being served, or undefined outside one (jobs, start-up). */
export function currentRequest(): RequestContext | undefined {
  return storage.getStore();
}

/** The context that travels with `request`, also where AsyncLocalStorage has lost it (stream callbacks). */
export function contextOf(request: object): RequestContext {
  const context = (request as Carrier)[CONTEXT];
  if (!context) throw new Error('The request came in without a context: the onRequest hook is not registered.');
  return context;
}

/**
 * Gives each request its context and its `X-Request-Id`. The context is entered after the body was read, since body
 * events come from the socket and would leave it again.
 */
export function registerRequestContext(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const context = contextFor(request);
    (request as Carrier)[CONTEXT] = context;
    reply.header('X-Request-Id', context.requestId);
    done();
  });
  fastify.addHook('preValidation', (request, _reply, done) => {
    storage.run(contextOf(request), done);
  });
}

function contextFor(request: FastifyRequest): RequestContext {
  const sent = request.headers['x-request-id'];
  return {
    requestId: typeof sent === 'string' && SANE_ID.test(sent) ? sent : newId(),
    address: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 256),
    method: request.method,
    route: request.routeOptions.url ?? 'unknown',
    startedAt: performance.now(),
  };
}
