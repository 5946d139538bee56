import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { createApi } from './api.js';
import type { RunningProcess } from './supervisor/process-life.js';
import { testDatabase, type TestDatabase } from './testing/test-database.js';
import { testEnv } from './testing/test-env.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

async function statusOf(api: RunningProcess, path: string): Promise<number | 'no connection'> {
  try {
    return (await fetch(`${api.url}${path}`, { headers: { connection: 'close' } })).status;
  } catch {
    return 'no connection';
  }
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

it('takes no new connection, finishes the request in flight, and only then ends', async () => {
  const api = await createApi(testEnv(database.url));
  expect(await statusOf(api, '/api/health/ready')).toBe(200);

  const locker = new Client({ connectionString: database.ownerUrl });
  await locker.connect();
  await locker.query('BEGIN');
  await locker.query('LOCK TABLE users');
  const inFlight = fetch(`${api.url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'nobody@nowhere.test', password: 'some password' }),
  });
  await until(async () => {
    const waiting = await locker.query(`SELECT FROM pg_locks WHERE NOT granted AND relation = 'users'::regclass`);
    return waiting.rowCount === 1;
  });

  let hasEnded = false;
  const ending = api.stop().then(() => (hasEnded = true));
  await until(async () => (await statusOf(api, '/api/health/live')) === 'no connection');
  expect(hasEnded).toBe(false);

  await locker.query('COMMIT');
  await locker.end();
  expect((await inFlight).status).toBe(401);
  await ending;
});
