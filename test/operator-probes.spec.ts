import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Lifecycle } from '../src/platform/lifecycle/lifecycle.js';
import { eventually } from '../src/testing/eventually.js';
import { RedisProxy } from '../src/testing/redis-proxy.js';
import { testApp, type TestApp } from '../src/testing/test-app.js';
import { testEnv } from '../src/testing/test-env.js';

describe('the probes of an orchestrator', () => {
  let app: TestApp;
  let redis: RedisProxy;
  beforeAll(async () => {
    redis = await RedisProxy.start(testEnv('postgres://unused').redis.url);
    app = await testApp({ REDIS_URL: redis.url });
  });
  afterAll(async () => {
    await app.close();
    await redis.kill();
  });

  const ready = () => app.anonymous().get('/health/ready');

  it('find a process that lives, without a token', async () => {
    const { status, body, headers } = await app.anonymous().get('/health/live');
    expect({ status, body }).toEqual({ status: 200, body: { status: 'ok', checks: {} } });
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('find it ready, and each thing it stands on', async () => {
    const { body } = await eventually(ready, ({ body }) => body.status === 'ok');
    const duration = expect.any(Number);
    expect(body).toEqual({
      status: 'ok',
      checks: {
        database: { status: 'ok', durationMs: duration },
        redis: { status: 'ok', durationMs: duration },
        storage: { status: 'ok', durationMs: duration },
        migrations: { status: 'ok', durationMs: duration },
      },
    });
  });

  it('find it degraded and still serving without Redis, and well again when that is back', async () => {
    await redis.kill();
    const without = await eventually(ready, ({ body }) => body.status !== 'ok');
    expect(without.status).toBe(200);
    expect(without.body).toMatchObject({ status: 'degraded', checks: { redis: { status: 'degraded' } } });
    await redis.restart();
    await eventually(ready, ({ body }) => body.status === 'ok');
  });

  it('find it down while its schema is older than itself', async () => {
    await app.database.sql(`CREATE TABLE kept AS SELECT * FROM schema_migrations`);
    await app.database.sql(`DELETE FROM schema_migrations WHERE name = (SELECT max(name) FROM schema_migrations)`);
    const outdated = await eventually(ready, ({ status }) => status !== 200);
    expect(outdated.status).toBe(503);
    expect(outdated.body).toMatchObject({ status: 'down', checks: { migrations: { status: 'down' } } });
    expect(outdated.text).not.toMatch(/\d{14}/);
    await app.database.sql(`INSERT INTO schema_migrations SELECT * FROM kept ON CONFLICT DO NOTHING`);
    await eventually(ready, ({ status }) => status === 200);
  });

  it('find it down while it drains, and still alive', async () => {
    app.get(Lifecycle).beginDraining();
    const draining = await ready();
    expect(draining.status).toBe(503);
    expect(draining.body).toMatchObject({ status: 'down', checks: { database: { status: 'ok' } } });
    expect((await app.anonymous().get('/health/live')).status).toBe(200);
  });
});
