import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../src/testing/eventually.js';
import { testApp, type TestApp } from '../src/testing/test-app.js';
import { testVariables } from '../src/testing/test-env.js';
import { WorkerProcess } from '../src/testing/worker-process.js';

const KILLS = 10;
const ROWS = 60_000;
const PATIENCE_MS = 600_000;

let app: TestApp;
let base: string;
let workers: WorkerProcess[] = [];

beforeAll(async () => {
  app = await testApp();
  base = `/patients/${app.people.organizations.lincoln.patientId}/genomes`;
}, PATIENCE_MS);

afterAll(async () => {
  for (const worker of workers) await worker.kill();
  await app.close();
});

/** Two are always there: one to be killed, and one to go on. */
function keepTwoWorkers(): void {
  workers = workers.filter((worker) => !worker.hasEnded());
  while (workers.length < 2) {
    workers.push(
      WorkerProcess.start({
        ...testVariables(app.database.url, {
          REDIS_URL: app.env.redis.url,
          DATA_DIR: app.env.dataDir,
          JWT_SECRET: app.env.auth.jwtSecret,
          JOB_SWEEP_INTERVAL: '200',
        }),
      }),
    );
  }
}

/** Rows of a genome that no other round has. */
function rowsOf(round: number): string[] {
  const calls = ['AA', 'AG', 'GG', 'CT', '--', 'CC', 'TT'];
  return Array.from({ length: ROWS }, (_, i) => {
    const chromosome = 1 + Math.floor((i * 22) / ROWS);
    return `rs${i + 1 + round * ROWS}\t${chromosome}\t${1000 + i * 20}\t${calls[(i + round + (i >> 5)) % calls.length]}`;
  });
}

async function upload(rows: readonly string[]): Promise<string> {
  const data = new FormData();
  data.append('file', new Blob([`# 23andMe\n${rows.join('\n')}\n`]), 'genome.txt');
  const { status, body } = await app.as('clinician').post(base, data);
  expect(status).toBe(202);
  return body.id;
}

interface Stored {
  status: string;
  blocks: number;
  job: string;
  lease_owner: string | null;
}

async function stored(id: string): Promise<Stored> {
  const [row] = await app.database.sql<Stored>(
    `SELECT g.status, (SELECT count(*) FROM genome_blocks b WHERE b.genome_id = g.id)::int AS blocks,
            j.status AS job, j.lease_owner
       FROM genomes g JOIN jobs j ON j.id = g.job_id WHERE g.id = $1`,
    [id],
  );
  return row!;
}

async function ready(id: string): Promise<Stored> {
  const end = await eventually(
    () => stored(id),
    ({ status }) => ['ready', 'failed', 'cancelled'].includes(status),
    PATIENCE_MS,
  );
  expect(end.status).toBe('ready');
  return end;
}

/** The genome as it is read back holds every row that was sent, and none besides. */
async function expectComplete(id: string, rows: readonly string[]): Promise<void> {
  const { text } = await app.as('clinician').get(`${base}/${id}/file`);
  expect(text.split('\n').filter((line) => line.startsWith('rs'))).toEqual(rows);
}

describe('a worker killed while it reads a genome', () => {
  it(
    `leaves it complete or absent, at ${KILLS} moments, and another one completes it`,
    async () => {
      keepTwoWorkers();
      const first = await upload(rowsOf(0));
      const started = await eventually(
        () => stored(first),
        ({ status }) => status !== 'queued',
        PATIENCE_MS,
      );
      expect(started.status).not.toBe('failed');
      const begun = performance.now();
      const { blocks: complete } = await ready(first);
      const lasts = performance.now() - begun;

      for (let round = 1; round <= KILLS; round++) {
        keepTwoWorkers();
        const rows = rowsOf(round);
        const id = await upload(rows);
        const { lease_owner: owner } = await eventually(
          () => stored(id),
          ({ job }) => job !== 'queued',
          PATIENCE_MS,
        );
        // Moments all over the time that reading one takes, and a little beyond.
        await sleep(lasts * 1.2 * Math.random());
        await workers.find(({ pid }) => owner === `${hostname()}:${pid}`)?.kill();
        const after = await stored(id);
        expect(after.blocks).toBe(after.status === 'ready' ? complete : 0);
        await app.database.sql(`UPDATE jobs SET lease_until = now() - interval '1 second' WHERE status = 'running'`);
        await ready(id);
        await expectComplete(id, rows);
      }
    },
    PATIENCE_MS,
  );
});
