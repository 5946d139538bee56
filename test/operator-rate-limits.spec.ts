import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../src/testing/api-client.js';
import { eventually } from '../src/testing/eventually.js';
import { RedisProxy } from '../src/testing/redis-proxy.js';
import { testApp, type TestApp } from '../src/testing/test-app.js';
import { testEnv } from '../src/testing/test-env.js';

describe('a limit of requests a minute', () => {
  let app: TestApp;
  let redis: RedisProxy;
  beforeAll(async () => {
    redis = await RedisProxy.start(testEnv('postgres://unused').redis.url);
    app = await testApp({ REDIS_URL: redis.url, RATE_LIMIT_PER_MINUTE: '20' });
  });
  afterAll(async () => {
    await app.close();
    await redis.kill();
  });

  const isRefused = ({ status }: Answer) => status === 429;
  const expectRefusal = ({ headers, body }: Answer) => {
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(body).toMatchObject({ status: 429, code: 'rate-limited' });
  };

  it('refuses one person, and no other at the same address', async () => {
    expectRefusal(await eventually(() => app.as('nurse').get('/auth/me'), isRefused));
    expect((await app.as('clinician').get('/auth/me')).status).toBe(200);
  });

  it('refuses an address from which nobody signs in, but none of its people', async () => {
    const guess = () => app.anonymous().post('/auth/refresh', undefined, { 'x-requested-with': 'test' });
    expectRefusal(await eventually(guess, isRefused));
    expect((await app.as('clinician').get('/auth/me')).status).toBe(200);
  });

  it('leaves probes and monitoring alone', async () => {
    const statuses = new Set<number>();
    for (let probe = 0; probe < 45; probe++) statuses.add((await app.anonymous().get('/health/live')).status);
    for (let look = 0; look < 45; look++) statuses.add((await app.as('ops').get('/health/queues')).status);
    expect([...statuses]).toEqual([200]);
  });

  it('holds without Redis', async () => {
    await redis.kill();
    expectRefusal(await eventually(() => app.as('auditor').get('/auth/me'), isRefused));
  });
});
