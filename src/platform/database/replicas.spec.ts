import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testApp, type TestApp } from '../../testing/test-app.js';
import { testDatabase, type TestDatabase } from '../../testing/test-database.js';
import { Replicas } from './replicas.js';
import { UnitOfWork } from './unit-of-work.js';

const WHERE = 'SELECT current_database() AS name';

describe('reads that may lag', () => {
  let replica: TestDatabase;
  let app: TestApp;
  beforeAll(async () => {
    replica = await testDatabase();
    app = await testApp({ DATABASE_REPLICA_URLS: `${replica.url},postgres://nobody:none@127.0.0.1:1/none` });
  });
  afterAll(async () => {
    await app.close();
    await replica.close();
  });

  it('go to the replicas in turn, and to the primary where one is gone', async () => {
    const replicas = app.get(Replicas);
    const names = [];
    for (let read = 0; read < 4; read++) names.push(...(await replicas.query<{ name: string }>(WHERE)));
    expect(names.map(({ name }) => name)).toEqual([replica.name, app.database.name, replica.name, app.database.name]);
  });

  it('stay in the transaction that they are part of', async () => {
    const [row] = await app.get(UnitOfWork).run(() => app.get(Replicas).query<{ name: string }>(WHERE));
    expect(row?.name).toBe(app.database.name);
  });

  it('give values the same types as the primary', async () => {
    const sql = `SELECT date '2024-02-29' AS d, 9007199254740993 AS b, timestamptz '2024-02-29T10:00:00Z' AS t, '{"a":1}'::jsonb AS j, 1.10 AS n`;
    const replicas = app.get(Replicas);
    const [first, second] = [await replicas.query(sql), await replicas.query(sql)];
    expect(first).toEqual(second);
    expect(first[0]).toMatchObject({ d: '2024-02-29', b: '9007199254740993', j: { a: 1 }, n: '1.10' });
  });

  it('keep a mistake of ours a mistake', async () => {
    await expect(app.get(Replicas).query('SELECT nothing FROM nowhere')).rejects.toMatchObject({ code: '42P01' });
  });
});
