import { hostname } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { eventually } from '../src/testing/eventually.js';
import { RedisProxy } from '../src/testing/redis-proxy.js';
import { testApp, type TestApp } from '../src/testing/test-app.js';
import { testEnv, testVariables } from '../src/testing/test-env.js';
import { WorkerProcess } from '../src/testing/worker-process.js';

const KILLS = 10;
const REDIS_LOST_AT = [3, 7];
const PATIENTS = 40;
const ROWS = 12_000;
/** Every so many rows one is wrong, and one repeats a fact of a chunk far before. */
const WRONG_EVERY = 100;
const REPEATED_EVERY = 50;
const PATIENCE_MS = 600_000;

const WAITING = `pg_locks WHERE locktype = 'advisory' AND NOT granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

/**
 * The gate is the lock that chunks of an organization take in turn: while the spec holds it no chunk is begun. Only so does
 * an import last for ten kills on any machine.
 */
class Gate {
  private constructor(
    private readonly client: Client,
    private readonly name: string,
  ) {}

  static async of(database: string, organizationId: string): Promise<Gate> {
    const client = new Client({ connectionString: database });
    client.on('error', () => undefined);
    await client.connect();
    return new Gate(client, `import vaccinations ${organizationId}`);
  }

  async shut(): Promise<void> {
    await this.client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [this.name]);
  }

  /** Holds one stored row, on which an undo must wait. */
  async holdRow(importId: string): Promise<void> {
    await this.client.query('BEGIN');
    await this.client.query('SELECT FROM vaccinations WHERE import_id = $1 LIMIT 1 FOR UPDATE', [importId]);
  }

  async releaseRow(): Promise<void> {
    await this.client.query('ROLLBACK');
  }

  /** Ends whoever waits for a row, once somebody does. */
  async turnAwayWhoWaitsForRow(): Promise<void> {
    await eventually(
      async () =>
        (
          await this.client.query(
            `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted`,
          )
        ).rowCount ?? 0,
      (count) => count > 0,
      PATIENCE_MS,
    );
  }

  async open(): Promise<void> {
    await this.client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [this.name]);
  }

  /** Resolves once somebody waits at the gate. */
  async isWaitedFor(): Promise<void> {
    await eventually(
      async () => (await this.client.query(`SELECT pid FROM ${WAITING}`)).rowCount ?? 0,
      (count) => count > 0,
      PATIENCE_MS,
    );
  }

  /** PostgreSQL learns of a client's death only when it next speaks to it; here it learns at once. */
  async turnAwayTheDead(): Promise<void> {
    await this.client.query(`SELECT pg_terminate_backend(pid) FROM ${WAITING}`);
  }

  close(): Promise<void> {
    return this.client.end();
  }
}

let redis: RedisProxy;
let app: TestApp;
let gate: Gate;
let workers: WorkerProcess[] = [];

beforeAll(async () => {
  redis = await RedisProxy.start(testEnv('postgres://unused').redis.url);
  app = await testApp({ REDIS_URL: redis.url });
  gate = await Gate.of(app.database.ownerUrl, app.people.organizations.lincoln.id);
}, PATIENCE_MS);

afterAll(async () => {
  for (const worker of workers) await worker.kill();
  await gate.close();
  await app.close();
  await redis.kill();
});

function startWorker(): WorkerProcess {
  const worker = WorkerProcess.start({
    ...testVariables(app.database.url, {
      REDIS_URL: redis.url,
      DATA_DIR: app.env.dataDir,
      IMPORT_CHUNK_ROWS: '100',
      JOB_SWEEP_INTERVAL: '200',
      // A frozen worker holds its transaction open; this is when PostgreSQL ends it.
      DB_IDLE_IN_TRANSACTION_TIMEOUT: '3000',
      LOG_LEVEL: 'warn',
      // The same as the api's, as in one installation.
      JWT_SECRET: app.env.auth.jwtSecret,
    }),
  });
  workers = [...workers.filter((other) => !other.hasEnded()), worker];
  return worker;
}

/** The worker that holds the job, once one does. */
async function holder(other?: WorkerProcess): Promise<WorkerProcess> {
  const found = await eventually(
    async () => {
      const [job] = await app.database.sql<{ lease_owner: string | null }>(
        `SELECT lease_owner FROM jobs WHERE status = 'running' AND lease_until > now()`,
      );
      return workers.find((worker) => worker !== other && job?.lease_owner === `${hostname()}:${worker.pid}`) ?? null;
    },
    (worker) => worker !== null,
    PATIENCE_MS,
  );
  if (!found) throw new Error('No worker holds the job.');
  return found;
}

/** Lets the time pass in which a lease runs out. */
async function leaseRunsOut(): Promise<void> {
  await app.database.sql(`UPDATE jobs SET lease_until = now() - interval '1 second' WHERE status = 'running'`);
}

/** Redis comes back with nothing of what it knew of this installation's queues. */
async function redisForgets(): Promise<void> {
  await redis.kill();
  const direct = new Redis(process.env['TEST_REDIS_URL'] ?? '');
  const keys = await direct.keys(`{*:${app.database.name}}*`);
  if (keys.length > 0) await direct.del(...keys);
  await direct.quit();
  await redis.restart();
}

async function progress(id: string): Promise<{ processedRows: number; finishedAt: string | null }> {
  return (await app.as('nurse').get(`/imports/${id}`)).body;
}

async function moreRowsThan(id: string, before: number): Promise<void> {
  await eventually(
    () => progress(id),
    ({ processedRows }) => processedRows > before,
    PATIENCE_MS,
  );
}

async function receive(csv: string): Promise<string> {
  const data = new FormData();
  data.append('type', 'vaccinations');
  data.append('organizationId', app.people.organizations.lincoln.id);
  data.append('file', new Blob([csv]), 'rows.csv');
  return (await app.as('nurse').post('/imports', data)).body.id;
}

async function seedPatients(): Promise<void> {
  await app.database.sql(
    `INSERT INTO patients (id, organization_id, mrn, given_name, family_name, birth_date, sex)
     SELECT gen_random_uuid(), $1, 'K' || n, 'Given', 'Family', '2012-01-01', 'female' FROM generate_series(0, $2::int - 1) AS n`,
    [app.people.organizations.lincoln.id, PATIENTS],
  );
}

/** Every row another fact, but for those that repeat one of 5,000 rows before, and those that are wrong. */
function csv(): string {
  const lines = ['mrn,cvx,administered_on'];
  for (let row = 0; row < ROWS; row++) {
    const fact = row % REPEATED_EVERY === 1 && row > 5000 ? row - 5000 + 1 : row;
    const day = new Date(Date.UTC(2000, 0, 1 + Math.floor(fact / PATIENTS))).toISOString().slice(0, 10);
    lines.push(row % WRONG_EVERY === 0 ? `K0,08,yesterday` : `K${fact % PATIENTS},08,${day}`);
  }
  return lines.join('\n');
}

describe('a worker killed in the middle of an import', () => {
  let id: string;

  it(
    `ten times, with Redis lost twice, and once taken for dead, loses and doubles nothing`,
    async () => {
      await seedPatients();
      await gate.shut();
      id = await receive(csv());
      startWorker();
      startWorker();
      for (let kill = 1; kill <= KILLS; kill++) {
        const victim = await holder();
        const { processedRows } = await progress(id);
        await gate.isWaitedFor();
        await gate.open();
        // Who waits gets the lock in turn: one chunk passes, and the next finds the gate shut.
        const shut = gate.shut();
        // Every other one dies while it stores a chunk, the rest while they wait for their turn with one.
        if (kill % 2 === 1) await moreRowsThan(id, processedRows);
        await victim.kill();
        await shut;
        await gate.turnAwayTheDead();
        if (REDIS_LOST_AT.includes(kill)) await redisForgets();
        expect(await progress(id)).toMatchObject({ finishedAt: null });
        startWorker();
        await leaseRunsOut();
      }
      const zombie = await holder();
      zombie.freeze();
      await leaseRunsOut();
      const successor = await holder(zombie);
      expect(successor.pid).not.toBe(zombie.pid);
      await gate.open();
      await moreRowsThan(id, (await progress(id)).processedRows);
      zombie.thaw();
      await eventually(
        () => progress(id),
        ({ finishedAt }) => finishedAt !== null,
        PATIENCE_MS,
      );
    },
    PATIENCE_MS,
  );

  it('ends with exact counts', async () => {
    const wrong = ROWS / WRONG_EVERY;
    const view = (await app.as('nurse').get(`/imports/${id}`)).body;
    const [stored] = await app.database.sql(
      `SELECT count(*)::int AS rows, count(DISTINCT (patient_id, cvx, administered_on))::int AS facts,
              count(DISTINCT id)::int AS ids, count(DISTINCT patient_id)::int AS patients
         FROM vaccinations WHERE import_id = $1`,
      [id],
    );
    const expected = new Set(csv().split('\n').slice(1)).size - 1;
    expect(stored).toEqual({ rows: expected, facts: expected, ids: expected, patients: PATIENTS });
    expect(view).toMatchObject({
      status: 'completed-with-errors',
      totalRows: ROWS,
      processedRows: ROWS,
      insertedRows: expected,
      rejectedRows: wrong,
      duplicateRows: ROWS - expected - wrong,
    });
    const errors = await app.database.sql('SELECT count(*)::int AS n FROM import_errors WHERE import_id = $1', [id]);
    expect(errors).toEqual([{ n: wrong }]);
  });

  it('leaves one audit event for each patient', async () => {
    const events = await app.database.sql(
      `SELECT count(*)::int AS n, count(DISTINCT patient_id)::int AS patients FROM audit_events
        WHERE resource_id = $1 AND patient_id IS NOT NULL`,
      [id],
    );
    expect(events).toEqual([{ n: PATIENTS, patients: PATIENTS }]);
  });

  it(
    'loses and doubles nothing of the corrected rows either',
    async () => {
      const { text } = await app.as('nurse').get(`/imports/${id}/errors.csv`);
      const data = new FormData();
      let line = 0;
      data.append('file', new Blob([text.replaceAll('yesterday', () => `1990-01-${10 + (line++ % 20)}`)]), 'rows.csv');
      await gate.shut();
      expect(await app.as('nurse').post(`/imports/${id}/corrections`, data)).toMatchObject({ status: 202 });
      const victim = await holder();
      await gate.isWaitedFor();
      await gate.open();
      const shut = gate.shut();
      await moreRowsThan(id, ROWS - ROWS / WRONG_EVERY);
      await victim.kill();
      await shut;
      await gate.turnAwayTheDead();
      startWorker();
      await leaseRunsOut();
      await gate.open();
      const after = await eventually(
        () => progress(id),
        ({ finishedAt }) => finishedAt !== null,
        PATIENCE_MS,
      );
      expect(after).toMatchObject({ status: 'completed', totalRows: ROWS, processedRows: ROWS, rejectedRows: 0 });
      const [stored] = await app.database.sql(
        `SELECT count(*)::int AS rows, count(DISTINCT (patient_id, cvx, administered_on))::int AS facts FROM vaccinations WHERE import_id = $1`,
        [id],
      );
      const { insertedRows } = (await app.as('nurse').get(`/imports/${id}`)).body;
      expect(stored).toEqual({ rows: insertedRows, facts: insertedRows });
    },
    PATIENCE_MS,
  );

  it(
    'while it takes the import back has either taken back all of it or nothing',
    async () => {
      const before = await app.database.sql('SELECT count(*)::int AS n FROM vaccinations WHERE import_id = $1', [id]);
      await gate.holdRow(id);
      expect(await app.as('nurse').post(`/imports/${id}/undo`)).toMatchObject({ status: 202 });
      await eventually(() => gate.turnAwayWhoWaitsForRow().then(() => true), Boolean, PATIENCE_MS);
      for (const worker of workers) await worker.kill();
      await gate.releaseRow();
      expect(await app.database.sql('SELECT count(*)::int AS n FROM vaccinations WHERE import_id = $1', [id])).toEqual(
        before,
      );
      startWorker();
      await leaseRunsOut();
      const after = await eventually(
        async () => (await app.as('nurse').get(`/imports/${id}`)).body,
        ({ status }) => status === 'undone',
        PATIENCE_MS,
      );
      expect(after.undo).toMatchObject({ undoneRows: after.insertedRows, keptRows: 0 });
      expect(await app.database.sql('SELECT id FROM vaccinations WHERE import_id = $1', [id])).toEqual([]);
    },
    PATIENCE_MS,
  );
});
