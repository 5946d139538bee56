import { AsyncResource } from 'node:async_hooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testApp, type TestApp } from '../../testing/test-app.js';
import { StatementObserver } from '../telemetry/statements/statement-observer.js';
import { Database } from './database.js';
import { newId } from './new-id.js';
import { runOutsideTransaction } from './transaction-context.js';
import { uniqueViolation } from './transient-errors.js';
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

  it('sends what all comes at its end as one flight, which is a transaction by itself', async () => {
    const { catalogue } = app.get(StatementObserver);
    const begun = catalogue.find('BEGIN', false).durations.figures().count;
    await unitOfWork.run(async () => {
      unitOfWork.beforeCommit(() => [
        { ...statement('one'), name: 'fact' },
        { ...statement('two'), name: 'fact' },
        { text: 'INSERT INTO facts SELECT $1, pg_current_xact_id()::text', values: [newId()] },
        { text: 'INSERT INTO facts SELECT $1, pg_current_xact_id()::text', values: [newId()] },
      ]);
      await Promise.resolve();
    });
    const [first, second, ...others] = await bodies();
    expect(first).toBe(second);
    expect(others).toEqual(['one', 'two']);
    expect(catalogue.find('BEGIN', false).durations.figures().count).toBe(begun);
  });

  it('keeps nothing of a flight of which one fails, and explains the failure as its statement does', async () => {
    const twice = statement('twice');
    const failing = (explain: (error: unknown) => Error | undefined) =>
      unitOfWork.run(async () => {
        unitOfWork.beforeCommit(() => [
          { ...statement('before'), explain: () => new Error('not mine') },
          twice,
          { ...twice, name: 'fact', explain },
          statement('after'),
        ]);
        await Promise.resolve();
      });
    const explained = failing((error) =>
      uniqueViolation(error) === 'facts_pkey' ? new Error('said twice') : undefined,
    );
    await expect(explained).rejects.toThrow('said twice');
    await expect(failing(() => undefined)).rejects.toMatchObject({ code: '23505' });
    expect(await bodies()).toEqual([]);
    await unitOfWork.run(async () => {
      unitOfWork.beforeCommit(() => [{ ...statement('the connection is as it was'), name: 'fact' }]);
      await Promise.resolve();
    });
    expect(await bodies()).toEqual(['the connection is as it was']);
  });

  it('takes no connection for what needs none', async () => {
    await unitOfWork.run(() => runOutsideTransaction(() => insert('beside it')));
    expect(await bodies()).toEqual(['beside it']);
  });

  it('tells that it was rolled back when its work hides the failure of a statement', async () => {
    const hiding = unitOfWork.run(async () => {
      await insert('lost');
      await expect(database.query('SELECT 1 / 0')).rejects.toMatchObject({ code: '22012' });
    });
    await expect(hiding).rejects.toThrow('An earlier statement');
    expect(await bodies()).toEqual([]);
  });

  it('refuses a statement that comes after its end', async () => {
    let late: () => Promise<unknown> = () => Promise.resolve();
    await unitOfWork.run(async () => {
      late = AsyncResource.bind(() => insert('late'));
      await insert('in time');
    });
    await expect(late()).rejects.toThrow('came after the commit');
    expect(await bodies()).toEqual(['in time']);
  });

  it('is not run again when the connection is lost with the commit under way, for it may be committed', async () => {
    let attempts = 0;
    const uncertain = unitOfWork.run(async () => {
      attempts++;
      unitOfWork.beforeCommit(() => [statement(`attempt ${attempts}`), { text: 'SELECT pg_sleep(0.5)', values: [] }]);
      await database.withClient((client) => {
        const { stream } = (client as unknown as { connection: { stream: { destroy(): void } } }).connection;
        setTimeout(() => stream.destroy(), 200);
        return Promise.resolve();
      });
    });
    await expect(uncertain).rejects.toThrow(/Connection terminated/);
    expect(attempts).toBe(1);
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
