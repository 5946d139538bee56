import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPostgres } from '../src/embedded/postgres.js';
import type { ServerProcess } from '../src/embedded/server-process.js';
import { OwnFigures } from '../src/modules/health/processes/own-figures.js';
import { Database } from '../src/platform/database/database.js';
import { eventually } from '../src/testing/eventually.js';
import { testApp, type TestApp } from '../src/testing/test-app.js';
import { putUnderLoad, type Load } from './outage-load.js';

const OPS_TOKEN = 'monitoring-needs-no-person-0123456789';
const POOL_MAX = 6;
const PASSWORD = 'outage-only';
/** So long that nothing but the circuit can end a wait within this test. */
const NEVER = String(3_600_000);

const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;

/** Pausing every process of a server needs Linux' /proc. */
describeOnLinux('PostgreSQL hanging under load', () => {
  let directory: string;
  let postgres: ServerProcess;
  let app: TestApp;
  let load: Load;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'white-cross-outage-'));
    chmodSync(directory, 0o711);
    postgres = await start(0);
    process.env['TEST_DATABASE_URL'] = `postgres://postgres:${PASSWORD}@127.0.0.1:${postgres.port}/postgres`;
    app = await testApp({
      OPS_TOKEN,
      DB_POOL_MAX: String(POOL_MAX),
      DB_ACQUIRE_TIMEOUT: NEVER,
      DB_CONNECT_TIMEOUT: NEVER,
      DB_STATEMENT_TIMEOUT: NEVER,
      REQUEST_DEADLINE: NEVER,
    });
    load = putUnderLoad(app, 12);
  }, 180_000);
  afterAll(async () => {
    signalAll(postgres, 'SIGCONT');
    await load.end();
    await app.close();
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  });

  const start = (preferredPort: number) =>
    startPostgres({
      directory: join(directory, 'postgres'),
      preferredPort,
      password: PASSWORD,
      durable: false,
      // What is acknowledged must have left the server's own memory: here it is killed, and the machine lives on.
      settings: { synchronous_commit: 'on' },
    });
  const ready = () => app.anonymous().get('/health/ready');
  const count = (status: number) => load.answers.filter((answer) => answer.status === status).length;
  const connections = () => app.get(OwnFigures).pool().totalConnections;

  it('refuses at once, keeps its pool, and goes on when it is back', async () => {
    await eventually(
      () => count(201),
      (written) => written > 20,
    );
    signalAll(postgres, 'SIGSTOP');
    // Ten rounds of everybody, while nothing answers: each would wait for an hour if it waited for PostgreSQL.
    await eventually(
      () => count(503),
      (refused) => refused > 10 * 12,
    );
    expect(connections()).toBeLessThanOrEqual(POOL_MAX);
    const notReady = await ready();
    expect({ status: notReady.status, database: notReady.body.checks.database.status }).toEqual({
      status: 503,
      database: 'down',
    });
    const { body } = await app.anonymous().get('/health/alerts', { authorization: `Bearer ${OPS_TOKEN}` });
    const codes = body.alerts.map(({ code }: { code: string }) => code);
    expect(codes).toEqual(expect.arrayContaining(['database-lost', 'circuit-open']));

    signalAll(postgres, 'SIGCONT');
    const refused = count(503);
    const answered = count(200) + count(201);
    await eventually(
      () => count(200) + count(201),
      (now) => now > answered + 100,
    );
    await eventually(ready, ({ status }) => status === 200);
    expect(connections()).toBeLessThanOrEqual(POOL_MAX);
    expect(refused).toBeGreaterThan(0);
    expect(load.unexpected([200, 201, 503])).toEqual([]);
    for (const { status, code, retryAfter } of load.answers) {
      if (status === 503)
        expect({ code, retryAfter }).toEqual({
          code: 'dependency-unavailable',
          retryAfter: expect.stringMatching(/^\d+$/),
        });
    }
  }, 180_000);

  it('goes on after it was killed and started again', async () => {
    const { port } = postgres;
    const refused = count(503);
    const sessions = childrenOf(Number(postgres.pid));
    process.kill(Number(postgres.pid), 'SIGKILL');
    await eventually(
      () => count(503),
      (now) => now > refused + 50,
    );
    // They hold the shared memory until they notice that the postmaster is gone.
    await eventually(
      () => sessions.filter(isAtWork),
      ({ length }) => length === 0,
    );
    postgres = await start(port);
    expect(postgres.port).toBe(port);
    const written = count(201);
    await eventually(
      () => count(201),
      (now) => now > written + 10,
    );
    expect(load.unexpected([200, 201, 503])).toEqual([]);
  }, 180_000);

  it('leaves no connection behind on the server, and loses nothing that was acknowledged', async () => {
    await load.end();
    await eventually(
      () =>
        app.get(Database).query<{ count: number }>(
          `SELECT count(*)::int AS count FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'white-cross'`,
        ),
      ([row]) => (row?.count ?? 0) <= POOL_MAX,
    );
    expect(await load.missingWrites()).toEqual([]);
  });
});

/** Signals the server with all its processes: a stopped postmaster alone would leave its sessions at work. */
function signalAll(server: ServerProcess, signal: NodeJS.Signals): void {
  const postmaster = Number(server.pid);
  for (const pid of [postmaster, ...childrenOf(postmaster)]) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      // A session may have ended since it was listed.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

function childrenOf(pid: number): number[] {
  const list = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return list === '' ? [] : list.split(/\s+/).map(Number);
}

/** A zombie has no command line any more. */
function isAtWork(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(String((error as NodeJS.ErrnoException).code))) return false;
    throw error;
  }
}
