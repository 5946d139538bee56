import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, map, of, type Observable } from 'rxjs';
import { ENV, type Env } from '../../../config/env.js';
import { reachesAll } from '../../access/actor.js';
import { contextOf, type RequestContext } from '../../http/request-context.js';
import { identityOf, subjectOf } from './cache-identity.js';
import { type CachedBody, finishedBody, isKnownTo, type LoadedBody } from '../tiers/cached-body.js';
import { CACHED_RULE, type CachedRule } from './cached-rule.js';
import { type CacheRequest, TieredCache, type Tier } from '../tiered-cache.js';
import { tellTier } from './tell-tier.js';

/**
 * Serves a `@Cached` route. A hit in memory sends the stored bytes: it parses, serialises, copies and awaits nothing. It runs inside
 * the guard and the audit interceptor, so a cached answer is checked and audited like any other.
 */
@Injectable()
export class CachedInterceptor implements NestInterceptor {
  private readonly rules = new WeakMap<object, CachedRule>();

  constructor(
    private readonly cache: TieredCache,
    @Inject(ENV) private readonly env: Env,
  ) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = execution.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const context = contextOf(request);
    const rule = this.ruleOf(execution.getHandler());
    const load = () => lastValueFrom(next.handle() as Observable<LoadedBody>);
    if (rule.tag === 'organization' && context.actor && reachesAll(context.actor))
      return this.uncached(load, request, reply);
    const wanted = this.wantedBy(rule, request, context);
    const hit = this.cache.inMemory(wanted);
    if (hit) return of(answer(request, reply, hit, 'L1'));
    return from(this.cache.fetch(wanted, load)).pipe(map(({ value, tier }) => answer(request, reply, value, tier)));
  }

  private wantedBy(rule: CachedRule, request: FastifyRequest, context: RequestContext): CacheRequest {
    const { tag, version } = subjectOf(rule, context);
    return {
      kind: rule.kind,
      tag,
      version,
      identity: identityOf(rule, request, context),
      ttlMs: 1000 * (rule.ttlSeconds ?? this.env.cache.defaultTtlSeconds),
      isCostly: rule.costly === true,
      staleOnError: rule.staleOnError === true,
    };
  }

  /** Who reaches every organization has no one version that all changes raise. */
  private uncached(load: () => Promise<LoadedBody>, request: FastifyRequest, reply: FastifyReply): Observable<unknown> {
    return from(load()).pipe(map((loaded) => answer(request, reply, finishedBody(loaded), 'MISS')));
  }

  private ruleOf(handler: object): CachedRule {
    let rule = this.rules.get(handler);
    if (!rule) {
      rule = Reflect.getMetadata(CACHED_RULE, handler) as CachedRule;
      this.rules.set(handler, rule);
    }
    return rule;
  }
}

/** The body to send, or an empty 304 (as a web response, since Nest overrides the status of anything else). */
function answer(request: FastifyRequest, reply: FastifyReply, value: CachedBody, tier: Tier): Buffer | Response {
  reply.header('etag', value.etag);
  tellTier(reply, { value, tier });
  if (isKnownTo(request.headers['if-none-match'], value.etag)) return new Response(null, { status: 304 });
  reply.header('content-type', value.contentType);
  return value.body;
}
