import { readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { PatientKeys } from '../src/platform/crypto/patient-keys.js';
import { eventually } from '../src/testing/eventually.js';
import { testApp, type TestApp } from '../src/testing/test-app.js';
import { testVariables } from '../src/testing/test-env.js';
import { WorkerProcess } from '../src/testing/worker-process.js';

const KILLS = 5;
const PATIENTS = 60;
const ROWS_EACH = 5;
const PATIENCE_MS = 600_000;

const WAITING = `pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO export_parts%'`;

/**
 * The gate is a lock on the table of parts: while the spec holds it none is committed. Only so does an export last for many
 * kills on any machine.
 */
class Gate {
  private constructor(private readonly client: Client) {}

  static async of(database: string): Promise<Gate> {
    const client = new Client({ connectionString: database });
    client.on('error', () => undefined);
    await client.connect();
    return new Gate(client);
  }

  async shut(): Promise<void> {
    await this.client.query('BEGIN');
    await this.client.query('LOCK TABLE export_parts IN EXCLUSIVE MODE');
  }

  async open(): Promise<void> {
    await this.client.query('COMMIT');
  }

  /** PostgreSQL learns of a client's death only when it next speaks to it; here it learns at once. */
  async turnAwayTheDead(database: TestApp['database']): Promise<void> {
    await database.sql(`SELECT pg_terminate_backend(pid) FROM ${WAITING}`);
  }

  close(): Promise<void> {
    return this.client.end();
  }
}

let app: TestApp;
let gate: Gate;
let workers: WorkerProcess[] = [];

beforeAll(async () => {
  app = await testApp();
  gate = await Gate.of(app.database.ownerUrl);
  const patients = await app.database.sql<{ id: string }>(
    `INSERT INTO patients (id, organization_id, mrn, given_name, family_name, birth_date, sex)
     SELECT gen_random_uuid(), $1, 'K' || n, 'Given', 'Family', '2012-01-01', 'female' FROM generate_series(1, $2::int) AS n
     RETURNING id`,
    [app.people.organizations.lincoln.id, PATIENTS],
  );
  await app.get(PatientKeys).create(...patients.map(({ id }) => id));
  await app.database.sql(
    `INSERT INTO vaccinations (id, patient_id, cvx, vaccine_name, administered_on)
     SELECT gen_random_uuid(), p.id, '08', 'Hep B', DATE '2012-01-01' + n FROM patients p, generate_series(1, $1::int) AS n
      WHERE p.organization_id = $2`,
    [ROWS_EACH, app.people.organizations.lincoln.id],
  );
}, PATIENCE_MS);

afterAll(async () => {
  for (const worker of workers) await worker.kill();
  await gate.close();
  await app.close();
});

function startWorker(): void {
  const worker = WorkerProcess.start(
    testVariables(app.database.url, {
      REDIS_URL: app.env.redis.url,
      DATA_DIR: app.env.dataDir,
      // Every patient is a part of its own.
      EXPORT_PART_BYTES: '1',
      JOB_SWEEP_INTERVAL: '200',
      // A frozen worker holds its transaction open; this is when PostgreSQL ends it.
      DB_IDLE_IN_TRANSACTION_TIMEOUT: '2000',
      LOG_LEVEL: 'warn',
      // The same as the api's, as in one installation.
      JWT_SECRET: app.env.auth.jwtSecret,
    }),
  );
  workers = [...workers.filter((other) => !other.hasEnded()), worker];
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

async function somebodyWaits(): Promise<void> {
  await eventually(
    () => app.database.sql(`SELECT pid FROM ${WAITING}`),
    (rows) => rows.length > 0,
    PATIENCE_MS,
  );
}

/** Lets the time pass in which a lease runs out. */
async function leaseRunsOut(): Promise<void> {
  await app.database.sql(`UPDATE jobs SET lease_until = now() - interval '1 second' WHERE status = 'running'`);
}

async function progress(id: string): Promise<{ rows: number; finishedAt: string | null; status: string }> {
  return (await app.as('nurse').get(`/exports/${id}`)).body;
}

async function moreRowsThan(id: string, before: number): Promise<void> {
  await eventually(
    () => progress(id),
    ({ rows }) => rows > before,
    PATIENCE_MS,
  );
}

async function ends(id: string): Promise<void> {
  const view = await eventually(
    () => progress(id),
    ({ finishedAt }) => finishedAt !== null,
    PATIENCE_MS,
  );
  expect(view).toMatchObject({ status: 'completed' });
}

async function order(): Promise<string> {
  const organizationId = app.people.organizations.lincoln.id;
  const { body } = await app.as('nurse').post('/exports', { type: 'vaccinations', format: 'ndjson', organizationId });
  return body.id;
}

interface Line {
  id: string;
  patientId: string;
}

async function linesOf(id: string): Promise<Line[]> {
  const { text } = await app.as('nurse').get(`/exports/${id}/file`);
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
}

/** The file holds each record that there is, once, with the patient who has it. */
async function expectWhole(id: string): Promise<void> {
  const key = ({ id: record, patientId }: Line): string => `${record} ${patientId}`;
  const stored = await app.database.sql<Line>(
    'SELECT id, patient_id AS "patientId" FROM vaccinations WHERE retired_at IS NULL',
  );
  expect((await linesOf(id)).map(key).sort()).toEqual(stored.map(key).sort());
  expect(await progress(id)).toMatchObject({ rows: stored.length });
}

describe('a worker killed in the middle of an export', () => {
  it(
    'again and again, and once taken for dead, loses and doubles no row',
    async () => {
      const id = await order();
      await gate.shut();
      startWorker();
      startWorker();
      for (let kill = 1; kill <= KILLS; kill++) {
        const victim = await holder();
        const { rows } = await progress(id);
        await somebodyWaits();
        if (kill % 2 === 1) {
          await gate.open();
          // Who waits gets the lock in turn: a part passes, and the next finds the gate shut.
          const shut = gate.shut();
          await moreRowsThan(id, rows);
          await victim.kill();
          await shut;
        } else {
          await victim.kill();
        }
        await gate.turnAwayTheDead(app.database);
        expect(await progress(id)).toMatchObject({ finishedAt: null });
        startWorker();
        await leaseRunsOut();
      }
      const zombie = await holder();
      await somebodyWaits();
      zombie.freeze();
      const { rows } = await progress(id);
      await gate.open();
      await leaseRunsOut();
      const successor = await holder(zombie);
      expect(successor.pid).not.toBe(zombie.pid);
      await moreRowsThan(id, rows);
      zombie.thaw();
      await ends(id);
      await expectWhole(id);
      const events = await app.database.sql(
        `SELECT count(*)::int AS n, count(DISTINCT patient_id)::int AS patients FROM audit_events
          WHERE resource_id = $1 AND patient_id IS NOT NULL`,
        [id],
      );
      expect(events).toEqual([{ n: PATIENTS + 1, patients: PATIENTS + 1 }]);
      const parts = await app.database.sql<{ object_key: string }>('SELECT object_key FROM export_parts');
      const objects = await readdir(join(app.env.dataDir, 'objects/exports', id));
      expect(objects).toEqual(expect.arrayContaining(parts.map(({ object_key: key }) => key.split('/').at(-1))));
    },
    PATIENCE_MS,
  );

  it(
    'begins anew when patients were merged meanwhile, so that no record stands twice or nowhere',
    async () => {
      const id = await order();
      await gate.shut();
      const victim = await holder();
      await somebodyWaits();
      await gate.open();
      const shut = gate.shut();
      await moreRowsThan(id, 0);
      await victim.kill();
      await shut;
      await gate.turnAwayTheDead(app.database);
      await gate.open();
      const [first, last] = await app.database
        .sql<{ first: string; last: string }>(
          `SELECT min(id::text) AS first, max(id::text) AS last FROM patients WHERE mrn LIKE 'K%'`,
        )
        .then(([ids]) => [ids?.first, ids?.last]);
      await app.database.sql(`UPDATE vaccinations SET administered_on = administered_on + 100 WHERE patient_id = $1`, [
        last,
      ]);
      expect(await app.as('nurse').post(`/patients/${first}/merges`, { duplicateId: last })).toMatchObject({
        status: 201,
      });
      startWorker();
      await leaseRunsOut();
      await ends(id);
      await expectWhole(id);
    },
    PATIENCE_MS,
  );
});
