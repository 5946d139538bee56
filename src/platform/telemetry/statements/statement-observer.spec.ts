import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import { InjectConnection } from '@nestjs/sequelize';
import { QueryTypes } from 'sequelize';
import type { Sequelize } from 'sequelize-typescript';
import { Database } from '../../database/database.js';
import { TestPlatform } from '../../../testing/test-platform.js';
import type { Statement } from './statement.js';
import { StatementObserver } from './statement-observer.js';

@Controller()
class Rows {
  constructor(
    private readonly database: Database,
    @InjectConnection() private readonly sequelize: Sequelize,
  ) {}

  /** One statement for each row, as a loop over a list would do. */
  @Get('one-by-one')
  async oneByOne(): Promise<void> {
    for (let row = 0; row < 13; row++) {
      await this.sequelize.query(`SELECT 'Ottilie ${row}' FROM organizations`, { type: QueryTypes.SELECT });
    }
  }

  @Get('ten')
  async ten(): Promise<void> {
    for (let row = 0; row < 10; row++) await this.database.query('SELECT id FROM patients WHERE mrn = $1', [row]);
  }
}

describe('the observer of statements', () => {
  let platform: TestPlatform;
  let observer: StatementObserver;
  beforeAll(async () => {
    platform = await TestPlatform.start({ controllers: [Rows], variables: { DB_SLOW_QUERY: '50' } });
    observer = platform.get(StatementObserver);
  });
  afterAll(() => platform.close());

  const found = (text: string): Statement | undefined =>
    [...observer.catalogue.all()].find(({ sql }) => sql.includes(text));
  const database = () => platform.get(Database);

  it('hears models and raw statements alike, without their values', async () => {
    await database().query('SELECT given_name FROM patients WHERE mrn = $1', ['Ottilie']);
    await database().query('SELECT given_name FROM patients WHERE mrn = $1', ['Ottokar']);
    await database().sequelize.query(`SELECT family_name FROM patients WHERE mrn IN ('Ottilie', 'Ottokar')`);
    expect(found('SELECT given_name')).toMatchObject({
      table: 'patients',
      operation: 'select',
      durations: { count: 2 },
    });
    expect(found('SELECT family_name')?.sql).toBe('SELECT family_name FROM patients WHERE mrn IN (?, …)');
    expect(JSON.stringify([...observer.catalogue.all()].map(({ sql }) => sql))).not.toMatch(/Ott/);
  });

  it('counts failures by their state, and passes them on', async () => {
    await expect(database().query('SELECT 1 / $1::int AS ratio', [0])).rejects.toMatchObject({ code: '22012' });
    await expect(database().sequelize.query(`SELECT 'Ottilie'::int AS number`)).rejects.toThrow();
    expect(found('AS ratio')?.failures).toEqual(new Map([['22012', 1]]));
    expect(found('AS number')?.failures).toEqual(new Map([['22P02', 1]]));
    expect(observer.running.all.size).toBe(0);
  });

  it('counts what PostgreSQL cancelled', async () => {
    await database().withClient(async (client) => {
      await client.query('BEGIN');
      await client.query(`SET LOCAL statement_timeout = '20ms'`);
      await expect(client.query('SELECT pg_sleep(60)')).rejects.toMatchObject({ code: '57014' });
      await client.query('ROLLBACK');
    });
    expect(observer.cancelled).toBe(1);
  });

  it('keeps slow runs, the newest first', async () => {
    await database().query('SELECT pg_sleep($1) AS slow_one', [0.06]);
    await database().query('SELECT pg_sleep($1) AS slow_two', [0.06]);
    const latest = observer.slow.latest(2);
    expect(latest.map(({ sql }) => sql)).toEqual([
      'SELECT pg_sleep($1) AS slow_two',
      'SELECT pg_sleep($1) AS slow_one',
    ]);
    expect(latest[0]?.durationMs).toBeGreaterThanOrEqual(50);
  });

  it('finds the route that runs one statement again and again, and only that', async () => {
    await fetch(`${platform.url}/api/one-by-one`);
    await fetch(`${platform.url}/api/one-by-one`);
    await fetch(`${platform.url}/api/ten`);
    expect(observer.repeated.found()).toEqual([
      {
        sql: 'SELECT ? FROM organizations',
        route: 'GET /api/one-by-one',
        count: 13,
        requests: 2,
        at: expect.any(String),
      },
    ]);
  });

  it('lets streams pass', async () => {
    const { from } = await import('pg-copy-streams');
    const rows = await database().withClient(async (client) => {
      await client.query('CREATE TEMPORARY TABLE copied (a text)');
      const stream = client.query(from('COPY copied FROM STDIN'));
      await new Promise<void>((resolve, reject) => {
        stream.once('error', reject);
        stream.once('finish', resolve);
        stream.end('Ottilie\n');
      });
      return (await client.query('SELECT a FROM copied')).rows;
    });
    expect(rows).toEqual([{ a: 'Ottilie' }]);
    expect(found('COPY')).toBeUndefined();
  });
});
