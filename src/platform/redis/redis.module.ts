import { Global, Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { ENV, type Env } from '../../config/env.js';

/** Injection token of the Redis client for small shared state (throttles, gathered metrics): rebuilt when lost. */
export const REDIS: unique symbol = Symbol('REDIS');

/**
 * A client that fails at once while Redis is away instead of queueing: whoever uses it has another way.
 * It reconnects by itself, and logs each loss once.
 */
function connect({ redis }: Env): Redis {
  const logger = new Logger('redis');
  const client = new Redis(redis.url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: redis.commandTimeoutMs,
    connectTimeout: redis.commandTimeoutMs * 4,
    retryStrategy: (attempt) => Math.min(100 * 2 ** Math.min(attempt, 5), 2000),
  });
  let isLost = false;
  client.on('error', (error: Error) => {
    if (!isLost) logger.warn(`Redis is away (${error.name}); going on without it`);
    isLost = true;
  });
  client.on('ready', () => {
    if (isLost) logger.log('Redis is back');
    isLost = false;
  });
  return client;
}

@Global()
@Module({ providers: [{ provide: REDIS, inject: [ENV], useFactory: connect }], exports: [REDIS] })
export class RedisModule implements OnApplicationShutdown {
  constructor(@Inject(REDIS) private readonly client: Redis) {}

  onApplicationShutdown(): void {
    this.client.disconnect();
  }
}
