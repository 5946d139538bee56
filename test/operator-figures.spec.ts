import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../src/testing/eventually.js';
import { RedisProxy } from '../src/testing/redis-proxy.js';
import { testApp, type TestApp } from '../src/testing/test-app.js';
import { testEnv } from '../src/testing/test-env.js';

const OPS_TOKEN = 'monitoring-needs-no-person-0123456789';
const number = expect.any(Number);
const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);

describe('what an operator sees', () => {
  let app: TestApp;
  let redis: RedisProxy;
  beforeAll(async () => {
    redis = await RedisProxy.start(testEnv('postgres://unused').redis.url);
    app = await testApp({ OPS_TOKEN, REDIS_URL: redis.url, DB_POOL_MAX: '6', DB_SLOW_QUERY: '1' });
    const { patientId } = app.people.organizations.lincoln;
    await app.as('clinician').get(`/patients/${patientId}/summary`);
    await app.as('clinician').get(`/patients/${patientId}/summary`);
  });
  afterAll(async () => {
    await app.close();
    await redis.kill();
  });

  const read = async (path: string) => {
    const answer = await app.as('ops').get(path);
    expect({ path, status: answer.status, control: answer.headers.get('cache-control') }).toEqual({
      path,
      status: 200,
      control: 'no-store',
    });
    expect(answer.text).not.toMatch(/Testa|Probanda/);
    return answer.body;
  };

  it.each([
    '/health/database',
    '/health/database/pool',
    '/health/database/performance',
    '/health/database/slow-queries',
    '/health/cache/stats',
    '/health/queues',
    '/health/workers',
    '/health/performance',
    '/health/performance/report',
    '/health/alerts',
  ])('is for operators and their monitoring alone: %s', async (path) => {
    expect((await app.anonymous().get(path)).status).toBe(401);
    expect((await app.as('org-admin').get(path)).status).toBe(403);
    const monitoring = await app.anonymous().get(path, { authorization: `Bearer ${OPS_TOKEN}` });
    expect(monitoring.status).toBe(200);
  });

  it('of the pool: how much of it is in use, by whom, and how that went', async () => {
    const pool = {
      activeConnections: number,
      idleConnections: number,
      waitingRequests: number,
      totalConnections: number,
      maxConnections: 6,
      utilizationPercent: number,
      timestamp: instant,
    };
    expect(await read('/health/database/pool')).toEqual({
      ...pool,
      history: expect.arrayContaining([pool]),
      alerts: expect.any(Array),
      processes: [{ ...pool, process: expect.stringMatching(/^api \d+ on /) }],
    });
  });

  it('of statements: how long they take, by model, and never with a value', async () => {
    const performance = await read('/health/database/performance');
    expect(performance).toMatchObject({
      totalQueries: number,
      slowQueries: number,
      cancelledQueries: 0,
      avgDuration: number,
      p50: number,
      p95: number,
      p99: number,
      maxDuration: number,
      nPlusOne: [],
    });
    expect(performance.totalQueries).toBeGreaterThan(10);
    expect(performance.queriesByModel.User).toBeGreaterThan(0);
    const [slowest] = performance.slowestQueries;
    expect(slowest).toEqual({
      sql: expect.any(String),
      model: expect.any(String),
      operation: expect.any(String),
      count: number,
      avgDuration: number,
      p95: number,
      p99: number,
      maxDuration: number,
      failures: expect.any(Object),
    });
    const texts = performance.mostFrequentQueries.map(({ sql }: { sql: string }) => sql).join('\n');
    expect(texts).not.toMatch(/'|@lincoln|[0-9a-f]{8}-[0-9a-f]{4}/);
  });

  it('of slow statements: the last runs with their route, as many as asked for', async () => {
    const { items, nextCursor } = await read('/health/database/slow-queries?limit=2');
    expect(nextCursor).toBeNull();
    expect(items.length).toBeLessThanOrEqual(2);
    for (const item of items) {
      expect(item).toMatchObject({
        sql: expect.any(String),
        table: expect.any(String),
        durationMs: number,
        at: instant,
      });
    }
    expect((await app.as('ops').get('/health/database/slow-queries?limit=1001')).status).toBe(400);
  });

  it('of the database: sizes, use, and what asks for a larger set-up', async () => {
    const database = await read('/health/database');
    expect(database).toMatchObject({
      version: expect.stringMatching(/^\d+/),
      databaseBytes: number,
      connections: number,
      maxConnections: number,
      cacheHitRate: number,
      auditRows: number,
    });
    expect(
      database.triggers.map(({ code, isCrossed }: { code: string; isCrossed: boolean }) => [code, isCrossed]),
    ).toEqual(
      expect.arrayContaining([
        ['database-large', false],
        ['audit-large', false],
        ['audit-very-large', false],
      ]),
    );
    const names = database.tables.map(({ table }: { table: string }) => table);
    expect(names).toEqual(expect.arrayContaining(['patients', 'audit_events']));
    expect(new Set(names).size).toBe(names.length);
  });

  it('of the cache: what each tier answered', async () => {
    const tier = { hits: number, misses: number, hitRate: number };
    const stats = await read('/health/cache/stats');
    expect(stats).toMatchObject({
      l1: { ...tier, entries: number, bytes: number },
      l2: { ...tier, connected: expect.any(Boolean) },
      hitRate: number,
      invalidations: number,
    });
    expect(stats.kinds.summary.l1.hits).toBeGreaterThan(0);
  });

  it('of requests: how fast each route is', async () => {
    const performance = await read('/health/performance');
    expect(performance).toMatchObject({ count: number, p50: number, p95: number, p99: number, timestamp: instant });
    const summary = performance.routes.find(({ route }: { route: string }) => route.endsWith('/summary'));
    expect(summary).toMatchObject({
      method: 'GET',
      route: '/api/patients/:patientId/summary',
      count: 2,
      statuses: { 200: 2 },
      errorRate: 0,
    });
    expect(performance.processes).toMatchObject([
      { role: 'api', eventLoop: { p99: number }, requests: { p95: number } },
    ]);
  });

  it('of queues: each kind of job, also while none waits', async () => {
    const { queues } = await read('/health/queues');
    const atRest = { depth: 0, active: 0, failed: 0, oldestAgeSeconds: null, mostAttempts: 0 };
    for (const name of ['imports', 'genomes', 'genome-file-removals', 'resealing']) {
      expect(queues).toContainEqual({ name, ...atRest });
    }
    const scraped = await app.as('ops').get('/metrics');
    expect(scraped.text).toContain('job_queue_depth{queue="imports",state="queued",process="api"} 0');
  });

  it('of queues: what waits, runs and failed', async () => {
    await app.database.sql(
      `INSERT INTO jobs (id, name, payload, status, created_at, finished_at)
       SELECT gen_random_uuid(), 'test-job', '{}', status, now() - interval '90 seconds',
              CASE WHEN status = 'failed' THEN now() END
         FROM unnest(ARRAY['queued', 'queued', 'failed', 'done']) AS status`,
    );
    const { queues } = await read('/health/queues');
    expect(queues).toContainEqual({
      name: 'test-job',
      depth: 2,
      active: 0,
      failed: 1,
      oldestAgeSeconds: number,
      mostAttempts: 0,
    });
    const scraped = await app.as('ops').get('/metrics');
    expect(scraped.text).toContain('job_queue_depth{queue="test-job",state="queued",process="api"} 2');
    const { alerts } = await read('/health/alerts');
    expect(alerts).toContainEqual({
      code: 'jobs-failed',
      subject: 'test-job',
      severity: 'warning',
      title: expect.any(String),
      meaning: expect.any(String),
      action: expect.any(String),
      value: 1,
      threshold: 0,
      since: instant,
    });
    await app.database.sql(`DELETE FROM jobs WHERE name = 'test-job'`);
  });

  it('as text, for a ticket', async () => {
    const report = await read('/health/performance/report');
    expect(report).toMatch(/^White Cross, \d{4}-.*: (ok|degraded)\n/);
    for (const title of [
      'Dependencies',
      'Alerts',
      'Processes',
      'Requests',
      'Statements',
      'Cache',
      'Queues',
      'Database',
    ]) {
      expect(report).toContain(`\n\n${title}`);
    }
    expect(report).toContain('GET /api/patients/:patientId/summary');
    expect(report).toMatch(/Triggers for scaling: /);
  });

  it('of workers: who they are, and their threads', async () => {
    expect(await read('/health/workers')).toMatchObject({
      workers: 0,
      threads: { maxThreads: number, running: number, queued: 0 },
      processes: [{ role: 'api', pid: process.pid }],
    });
  });

  it('of alerts: that Redis is away, from when on, until it is back', async () => {
    const codes = async () => (await read('/health/alerts')).alerts.map(({ code }: { code: string }) => code);
    await redis.kill();
    await eventually(codes, (now) => now.includes('redis-lost'));
    const { alerts } = await read('/health/alerts');
    expect(alerts).toContainEqual(expect.objectContaining({ code: 'redis-lost', severity: 'warning', since: instant }));
    await redis.restart();
    await eventually(codes, (now) => !now.includes('redis-lost'));
  });
});
