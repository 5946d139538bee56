import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../src/testing/eventually.js';
import { RedisProxy } from '../src/testing/redis-proxy.js';
import { testApp, type TestApp } from '../src/testing/test-app.js';
import { testEnv } from '../src/testing/test-env.js';
import { putUnderLoad, type Load } from './outage-load.js';

const ANSWERS = 60;

describe('Redis lost under load', () => {
  let app: TestApp;
  let redis: RedisProxy;
  let load: Load;
  beforeAll(async () => {
    redis = await RedisProxy.start(testEnv('postgres://unused').redis.url);
    app = await testApp({ REDIS_URL: redis.url });
    load = putUnderLoad(app, 8);
  });
  afterAll(async () => {
    await load.end();
    await app.close();
    await redis.kill();
  });

  const ready = () => app.anonymous().get('/health/ready');
  /** Lets the load run for a while: so many more answers. */
  const more = async () => {
    const { length } = load.answers;
    await eventually(
      () => load.answers.length,
      (now) => now >= length + ANSWERS,
    );
  };

  it.each([
    ['killed', () => redis.kill(), () => redis.restart()],
    ['hanging', async () => redis.pause(), async () => redis.resume()],
    ['killed again', () => redis.kill(), () => redis.restart()],
  ])(
    'costs no request: %s',
    async (_how, lose, restore) => {
      await eventually(ready, ({ body }) => body.status === 'ok');
      await more();
      await lose();
      const without = await eventually(ready, ({ body }) => body.status !== 'ok');
      expect({ status: without.status, body: without.body.status }).toEqual({ status: 200, body: 'degraded' });
      await more();
      await restore();
      await eventually(ready, ({ body }) => body.status === 'ok');
      await eventually(
        async () => (await app.as('ops').get('/health/cache/stats')).body,
        ({ l2 }) => l2.connected,
      );
      await more();
      expect(load.unexpected([200, 201])).toEqual([]);
    },
    180_000,
  );

  it('loses nothing that was acknowledged', async () => {
    await load.end();
    expect(await load.missingWrites()).toEqual([]);
  });
});
