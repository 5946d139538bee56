import {
  Inject,
  Injectable,
  Logger,
  type CanActivate,
  type ExecutionContext,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import { ENV, type Env } from '../../../config/env.js';
import { Problem } from '../../http/problem.js';
import { contextOf, type RequestContext } from '../../http/request-context.js';
import { REDIS } from '../../redis/redis.module.js';
import { RequestCounts } from './request-counts.js';

const SETTLE_EVERY_MS = 1000;
/** Load balancers and monitoring come from one address, again and again. */
const EXEMPT = /^\/api\/(health|metrics)(\/|$)/;

/**
 * So many requests a minute from one person; from an address, only those that carry no valid session: a whole school may sit
 * behind one address, and its people are counted one by one. Runs after the access guard, which knows who asks.
 */
@Injectable()
export class RateLimitGuard implements CanActivate, OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('rate-limit');
  private readonly counts: RequestCounts | undefined;
  private settling: NodeJS.Timeout | undefined;

  constructor(
    @Inject(ENV) { http }: Env,
    @Inject(REDIS) redis: Redis,
    private readonly adapterHost: HttpAdapterHost,
  ) {
    if (http.rateLimitPerMinute === 0) return;
    const shared = new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: 'white-cross:rate',
      points: http.rateLimitPerMinute,
      duration: 60,
    });
    this.counts = new RequestCounts(http.rateLimitPerMinute, shared);
  }

  onModuleInit(): void {
    const fastify = this.adapterHost.httpAdapter?.getInstance<FastifyInstance | undefined>();
    if (!this.counts || typeof fastify?.addHook !== 'function') return;
    this.settling = setInterval(() => void this.settle(), SETTLE_EVERY_MS).unref();
    fastify.addHook('onResponse', (request, _reply, done) => {
      this.countStranger(contextOf(request));
      done();
    });
  }

  onApplicationShutdown(): void {
    clearInterval(this.settling);
  }

  /** @throws Problem 429 with `Retry-After` */
  canActivate(context: ExecutionContext): boolean {
    if (!this.counts) return true;
    const { actor, address, route } = contextOf(context.switchToHttp().getRequest<FastifyRequest>());
    if (EXEMPT.test(route)) return true;
    const seconds = actor ? this.counts.count(`user:${actor.userId}`) : this.counts.check(`address:${address}`);
    if (seconds !== undefined) throw rateLimited(seconds);
    return true;
  }

  /** Counted when answered, since only then it is known that nobody was signed in. */
  private countStranger({ actor, address, route }: RequestContext): void {
    if (!actor && !EXEMPT.test(route)) this.counts?.count(`address:${address}`);
  }

  private async settle(): Promise<void> {
    try {
      await this.counts?.settle();
    } catch (error) {
      this.logger.debug(`Counts were not shared: ${error instanceof Error ? error.name : 'Redis failed'}`);
    }
  }
}

function rateLimited(seconds: number): Problem {
  return new Problem(429, 'rate-limited', `Too many requests. Try again in ${seconds} s.`, undefined, {
    'Retry-After': String(seconds),
  });
}
