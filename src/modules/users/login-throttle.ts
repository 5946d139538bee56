import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible';
import { ENV, type Env } from '../../config/env.js';
import { Problem } from '../../platform/http/problem.js';
import { REDIS } from '../../platform/redis/redis.module.js';

/**
 * Counts failed log-ins of one account from one address, in Redis, or in this process while Redis is away.
 * The address is part of the key so that a stranger cannot lock a nurse out by guessing at her account.
 */
@Injectable()
export class LoginThrottle {
  private readonly failures: RateLimiterRedis;

  constructor(@Inject(REDIS) redis: Redis, @Inject(ENV) env: Env) {
    const limits = { points: env.auth.loginMaxFailures, duration: env.auth.loginWindowSeconds };
    this.failures = new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: 'login-failures',
      insuranceLimiter: new RateLimiterMemory(limits),
      ...limits,
    });
  }

  /** @throws Problem 429 `rate-limited` with `Retry-After` once the failures are used up */
  async refuseWhenExhausted(email: string, address: string): Promise<void> {
    const state = await this.failures.get(keyOf(email, address));
    if (state !== null && state.consumedPoints >= this.failures.points) throw tooMany(state);
  }

  /** Counts one failure. */
  async countFailure(email: string, address: string): Promise<void> {
    await this.failures.penalty(keyOf(email, address));
  }

  /** A right password clears the count. */
  async clear(email: string, address: string): Promise<void> {
    await this.failures.delete(keyOf(email, address));
  }
}

/** Addresses are personal data: Redis sees a hash. */
function keyOf(email: string, address: string): string {
  return createHash('sha256').update(`${email.toLowerCase()}\n${address}`).digest('base64url');
}

function tooMany(state: RateLimiterRes): Problem {
  const seconds = Math.max(1, Math.ceil(state.msBeforeNext / 1000));
  const detail = `Too many failed log-ins. Try again in ${Math.ceil(seconds / 60)} minutes.`;
  return new Problem(429, 'rate-limited', detail, undefined, { 'Retry-After': String(seconds) });
}
