import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testApp, type TestApp } from '../../testing/test-app.js';
import { Database } from './database.js';
import { newId } from './new-id.js';
import { runOutsideTransaction } from './transaction-context.js';
import { UnitOfWork } from './unit-of-work.js';

/** A pool of one connection: whatever forgets to join the transaction waits for itself, and fails here. */
describe('a unit of work', () => {
  let app: TestApp;
  let database: Database;
  let unitOfWork: UnitOfWork;
  beforeAll(async () => {
    app = await testApp({ DB_POOL_MAX: '1', DB_ACQUIRE_TIMEOUT: '5000' });
    database = app.get(Database);
    unitOfWork = app.get(UnitOfWork);
    await app.database.sql('CREATE TABLE facts (id uuid PRIMARY KEY, body text)');
    await app.database.sql('GRANT ALL ON facts TO white_cross_app');
  });
  afterAll(() => app.close());
  beforeEach(() => app.database.sql('TRUNCATE facts'));

  const INSERT = 'INSERT INTO facts VALUES ($1, $2)';
  const insert = (body: string) => database.execute(INSERT, [newId(), body]);
  const statement = (body: string) => ({ text: INSERT, values: [newId(), body] });
  const bodies = async () =>
    (await app.database.sql<{ body: string }>('SELECT body FROM facts ORDER BY body')).map(({ body }) => body);

  it('commits all statements together, the last ones included', async () => {
    const told: string[] = [];
    await unitOfWork.run(async () => {
      unitOfWork.beforeCommit(() => [statement('before commit')]);
      unitOfWork.afterCommit(() => void told.push('after commit'));
      await insert('work');
      expect(await bodies()).toEqual([]);
      expect(told).toEqual([]);
    });
    expect(await bodies()).toEqual(['before commit', 'work']);
    expect(told).toEqual(['after commit']);
  });

  it('rolls all back when the work fails, or what makes the last statements', async () => {
    const told: string[] = [];
    const failing = unitOfWork.run(async () => {
      unitOfWork.afterCommit(() => void told.push('after commit'));
      unitOfWork.beforeCommit(() => Promise.reject(new Error('no')));
      await insert('work');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await bodies()).toEqual([]);
    expect(told).toEqual([]);
  });

  it('rolls all back when a last statement fails, tells its error, and leaves the connection as it was', async () => {
    const told: string[] = [];
    const twice = statement('twice');
    const failing = unitOfWork.run(async () => {
      unitOfWork.afterCommit(() => void told.push('after commit'));
      unitOfWork.beforeCommit(() => [twice, twice, statement('never')]);
      await insert('work');
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    expect(told).toEqual([]);
    await unitOfWork.run(async () => {
      unitOfWork.beforeCommit(async () => {
        await insert('asked meanwhile');
        return [statement('last'), { ...statement('prepared'), name: 'fact' }];
      });
      await insert('next');
    });
    expect(await bodies()).toEqual(['asked meanwhile', 'last', 'next', 'prepared']);
  });

  it('gives its connection to who waits for it as it was', async () => {
    let next: Promise<unknown> | undefined;
    await unitOfWork.run(async () => {
      unitOfWork.beforeCommit(() => [statement('last')]);
      next = runOutsideTransaction(() =>
        database.withClient((client) => Promise.resolve((client as unknown as { pipeline: boolean }).pipeline)),
      );
      await insert('work');
    });
    expect(await next).toBe(false);
  });

  it('runs again whole when a last statement fails for a passing reason', async () => {
    let attempts = 0;
    await unitOfWork.run(async () => {
      attempts++;
      unitOfWork.beforeCommit(() =>
        attempts < 2
          ? [{ text: `DO $$ BEGIN RAISE SQLSTATE '40001'; END $$`, values: [] }, statement('lost')]
          : [statement('last')],
      );
      await insert(`attempt ${attempts}`);
    });
    expect(await bodies()).toEqual(['attempt 2', 'last']);
  });

  it('joins the one that is running', async () => {
    await expect(
      unitOfWork.run(async () => {
        await unitOfWork.run(() => insert('inner'));
        throw new Error('outer');
      }),
    ).rejects.toThrow('outer');
    expect(await bodies()).toEqual([]);
  });

  it('runs again whole after a serialization failure, and tells its hooks once', async () => {
    let attempts = 0;
    let told = 0;
    await unitOfWork.run(async () => {
      unitOfWork.afterCommit(() => void told++);
      await insert(`attempt ${++attempts}`);
      if (attempts < 3) await database.query(`DO $$ BEGIN RAISE SQLSTATE '40001'; END $$`);
    });
    expect(await bodies()).toEqual(['attempt 3']);
    expect(told).toBe(1);
  });

  it('does not run again what fails for good', async () => {
    let attempts = 0;
    await expect(
      unitOfWork.run(async () => {
        attempts++;
        await database.query('SELECT 1 / 0');
      }),
    ).rejects.toMatchObject({ code: '22012' });
    expect(attempts).toBe(1);
  });

  it('runs again on another connection when it loses its own', async () => {
    let attempts = 0;
    await unitOfWork.run(async () => {
      await insert(`attempt ${++attempts}`);
      if (attempts > 1) return;
      const [row] = await database.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await app.database.sql('SELECT pg_terminate_backend($1)', [row?.pid]);
      await insert('lost');
    });
    expect(await bodies()).toEqual(['attempt 2']);
  });

  it('lets a request of every kind run on one connection', async () => {
    const nurse = app.as('nurse');
    const { id: organizationId } = app.people.organizations.lincoln;
    const person = {
      mrn: 'ONE',
      givenName: 'Solo',
      familyName: 'Pool',
      birthDate: '2015-01-01',
      sex: 'female',
      organizationId,
    };
    const created = await nurse.post('/patients', person, { 'idempotency-key': 'solo' });
    expect(created.status).toBe(201);
    const path = `/patients/${created.body.id}`;
    const answers = await Promise.all([
      nurse.post(`${path}/allergies`, { allergen: 'Soy' }),
      nurse.post(`${path}/vaccinations`, { cvx: '03', administeredOn: '2020-01-01' }),
      nurse.get(`${path}/summary`),
      nurse.patch(path, { grade: '4' }),
      nurse.get('/patients?search=Solo'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 200, 200, 200]);
  });
});
