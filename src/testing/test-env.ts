import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes, randomInt } from 'node:crypto';
import { loadEnv, type Env } from '../config/env.js';

/** The suite's Redis is started with this many databases. */
const REDIS_DATABASES = 512;

/** A configuration for specs: the given database, the suite's Redis, a data folder of its own. */
export function testEnv(databaseUrl: string, overrides: Record<string, string> = {}): Env {
  return loadEnv(testVariables(databaseUrl, overrides));
}

/** The same as environment variables, for processes that a spec starts. */
export function testVariables(databaseUrl: string, overrides: Record<string, string> = {}): Record<string, string> {
  return {
    NODE_ENV: 'test',
    ROLE: 'api',
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl(),
    DATA_DIR: mkdtempSync(join(tmpdir(), 'white-cross-test-')),
    LOG_LEVEL: 'silent',
    DB_POOL_MIN: '0',
    DB_POOL_MAX: '8',
    PORT: '0',
    JWT_SECRET: randomBytes(32).toString('hex'),
    CACHE_WARMING_ENABLED: 'false',
    ...overrides,
  };
}

/** One of the suite's numbered Redis databases, so that specs do not see each other's throttles and queues. */
function redisUrl(): string {
  const url = process.env['TEST_REDIS_URL'];
  if (!url) throw new Error('TEST_REDIS_URL is not set: run the specs through `npm test` or `npm run spec`.');
  const { pathname } = new URL(url);
  return pathname.length > 1 ? url : `${url.replace(/\/$/, '')}/${randomInt(1, REDIS_DATABASES)}`;
}
