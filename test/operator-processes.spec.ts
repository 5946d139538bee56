import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../src/app.module.js';
import { createHttpApplication } from '../src/platform/http/http-application.js';
import { eventually } from '../src/testing/eventually.js';
import { testApp, type TestApp } from '../src/testing/test-app.js';
import { testEnv } from '../src/testing/test-env.js';

/** A worker beside the api: another process in operation, another application here. */
describe('an operator who asks one process', () => {
  let app: TestApp;
  let worker: NestFastifyApplication;
  beforeAll(async () => {
    const redisUrl = testEnv('postgres://unused').redis.url;
    const shared = { REDIS_URL: redisUrl, JWT_SECRET: 'the-same-in-both-0123456789-0123456789' };
    app = await testApp({ ...shared, DB_POOL_MAX: '6' });
    const env = testEnv(app.database.url, { ...shared, ROLE: 'worker', DB_POOL_MAX: '4' });
    worker = await createHttpApplication(AppModule.forRoot(env), env);
    worker.useLogger(false);
    await worker.init();
  });
  afterAll(() => app.close());

  const read = async (path: string) => (await app.as('ops').get(path)).body;

  it('sees them all, until one ends', async () => {
    const workers = await eventually(
      () => read('/health/workers'),
      ({ workers }) => workers === 1,
    );
    expect(workers.processes.map(({ role }: { role: string }) => role)).toEqual(['api', 'worker']);
    const pool = await read('/health/database/pool');
    expect(pool.maxConnections).toBe(10);
    expect(pool.processes).toHaveLength(2);
    const scraped = await app.as('ops').get('/metrics');
    expect(scraped.text).toMatch(/db_pool_connections_max\{process="worker"\} 4/);
    expect(scraped.text).toMatch(/process_cpu_seconds_total\{process="api"\}/);
    expect(scraped.text.match(/# TYPE db_pool_connections_max gauge/g)).toHaveLength(1);

    await worker.close();
    expect((await read('/health/workers')).workers).toBe(0);
    expect((await read('/health/database/pool')).processes).toHaveLength(1);
  });
});
