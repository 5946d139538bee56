import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { startPostgres } from '../src/embedded/postgres.js';
import type { ServerProcess } from '../src/embedded/server-process.js';
import { TrailVerifier } from '../src/modules/audit/index.js';
import { newId } from '../src/platform/database/new-id.js';
import { ApiClient } from '../src/testing/api-client.js';
import { ApiProcess } from '../src/testing/api-process.js';
import { eventually } from '../src/testing/eventually.js';
import { testApp, type TestApp } from '../src/testing/test-app.js';
import { testVariables } from '../src/testing/test-env.js';

const KILLS = 10;
const PEOPLE = 6;
/** Answers that each life of the process must have given before it is killed in the middle of the next. */
const ANSWERS_A_LIFE = 40;
const PASSWORD = 'crash-only';
const SECRETS = {
  JWT_SECRET: 'one-secret-for-every-life-of-the-process-0123456789',
  AUDIT_SIGNING_KEY: Buffer.alloc(32, 7).toString('base64'),
  KEY_ENCRYPTION_KEY: Buffer.alloc(32, 8).toString('base64'),
};

/** People who read and write without pause against whichever process lives, and what was answered to them in full. */
class Load {
  readonly answered: string[] = [];
  private isEnded = false;
  private readonly all: Promise<unknown>;
  private url = 'http://127.0.0.1:1';

  constructor(
    private readonly token: string,
    private readonly patientId: string,
  ) {
    this.all = Promise.all(Array.from({ length: PEOPLE }, (_, index) => this.person(index)));
  }

  moveTo(url: string): void {
    this.url = url;
  }

  async end(): Promise<void> {
    this.isEnded = true;
    await this.all;
  }

  private async person(index: number): Promise<void> {
    for (let round = index; !this.isEnded; round++) {
      if (!(await this.ask(round))) await sleep(5);
    }
  }

  /** False when there was no answer, or none of success: then nothing is claimed about its event. */
  private async ask(round: number): Promise<boolean> {
    const client = new ApiClient(this.url, this.token);
    const requestId = newId();
    const headers = { 'x-request-id': requestId };
    try {
      const answer =
        round % 4 === 0
          ? await client.post(`/patients/${this.patientId}/health-records`, visit(), headers)
          : await client.get(`/patients/${this.patientId}`, headers);
      if (answer.status !== 200 && answer.status !== 201) return false;
      this.answered.push(requestId);
      return true;
    } catch (error) {
      // `fetch` and `JSON.parse` of a connection that was cut; their classes are those of another realm than the spec's.
      if (['TypeError', 'SyntaxError'].includes((error as Error).name)) return false;
      throw error;
    }
  }
}

function visit(): Record<string, unknown> {
  return { type: 'NOTE', occurredAt: '2026-03-04T05:06:07Z', description: `visit ${newId()}` };
}

describe('the audit trail, when its process is killed under load and PostgreSQL is stopped in between', () => {
  let directory: string;
  let postgres: ServerProcess;
  let app: TestApp;
  let variables: Record<string, string>;

  const start = (preferredPort: number) =>
    startPostgres({ directory: join(directory, 'postgres'), preferredPort, password: PASSWORD, durable: false });

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'white-cross-crash-'));
    chmodSync(directory, 0o711);
    postgres = await start(0);
    process.env['TEST_DATABASE_URL'] = `postgres://postgres:${PASSWORD}@127.0.0.1:${postgres.port}/postgres`;
    const dataDir = join(directory, 'data');
    app = await testApp({ ...SECRETS, DATA_DIR: dataDir });
    variables = testVariables(app.database.url, { ...SECRETS, DATA_DIR: dataDir, DB_POOL_MAX: '8' });
  }, 180_000);

  afterAll(async () => {
    await app.close();
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  }, 60_000);

  it('has exactly one event for each answered request, and verifies', async () => {
    const { patientId } = app.people.organizations.lincoln;
    const load = new Load(app.people.tokenOf('nurse', 'lincoln'), patientId);
    try {
      await liveAndDie(load);
    } finally {
      // Whatever failed: people who go on asking would keep the run from ending.
      await load.end();
    }
    expect(load.answered.length).toBeGreaterThanOrEqual(KILLS * ANSWERS_A_LIFE);
    expect(await eventsOf(load.answered)).toEqual({ missing: [], doubled: [] });
    const verdict = await app.get(TrailVerifier).verify();
    expect(verdict).toMatchObject({ findings: [], isIntact: true });
    expect(verdict.events).toBeGreaterThanOrEqual(load.answered.length);
  }, 600_000);

  /** Ten lives under load, each ended by a kill, some with PostgreSQL stopped; and one that ends in order. */
  async function liveAndDie(load: Load): Promise<void> {
    for (let kill = 1; kill <= KILLS; kill++) {
      await using api = await ApiProcess.start(variables);
      load.moveTo(api.url);
      const before = load.answered.length;
      await eventually(
        () => load.answered.length,
        (answered) => answered >= before + ANSWERS_A_LIFE,
      );
      const stopsPostgres = kill % 4 === 0;
      if (stopsPostgres) await postgres.stop();
      await api.kill();
      if (stopsPostgres) postgres = await start(postgres.port);
    }
    await using last = await ApiProcess.start(variables);
    load.moveTo(last.url);
    await load.end();
    await last.stop();
  }

  async function eventsOf(requestIds: string[]): Promise<{ missing: string[]; doubled: string[] }> {
    const client = new Client({ connectionString: app.database.ownerUrl });
    await client.connect();
    try {
      const { rows } = await client.query<{ request_id: string; count: string }>(
        'SELECT request_id, count(*) AS count FROM audit_events WHERE request_id IS NOT NULL GROUP BY request_id',
      );
      const counts = new Map(rows.map(({ request_id, count }) => [request_id, Number(count)]));
      return {
        missing: requestIds.filter((id) => !counts.has(id)),
        doubled: [...counts].filter(([, count]) => count > 1).map(([id]) => id),
      };
    } finally {
      await client.end();
    }
  }
});
