import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { testDatabase, type TestDatabase } from '../../../testing/test-database.js';
import { CopyQuery } from './copy-query.js';

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await testDatabase();
  client = new Client({ connectionString: database.ownerUrl });
  await client.connect();
  await client.query('CREATE TABLE head (id int PRIMARY KEY); CREATE TABLE body (id int PRIMARY KEY, text text)');
});
afterAll(async () => {
  await client.end();
  await database.close();
});

const head = (id: number) => ({ name: 'head', text: 'INSERT INTO head VALUES ($1)', values: [String(id)] });
const run = (id: number, lines: string) =>
  client.query(new CopyQuery(head(id), 'COPY body FROM STDIN', Buffer.from(lines))).done;
const counts = async () => {
  const { rows } = await client.query<{ heads: number; bodies: number }>(
    'SELECT (SELECT count(*)::int FROM head) AS heads, (SELECT count(*)::int FROM body) AS bodies',
  );
  return rows[0];
};

describe('a copy with its statements', () => {
  it('is stored as one', async () => {
    await run(1, '1\tone\n2\ttwo\\\\\n');
    expect(await counts()).toEqual({ heads: 1, bodies: 2 });
  });

  it('leaves nothing when the copy fails, and the connection usable', async () => {
    await expect(run(2, '3\tthree\n3\tagain\n')).rejects.toThrow('duplicate key');
    expect(await counts()).toEqual({ heads: 1, bodies: 2 });
  });

  it('leaves nothing when a statement before it fails, though its data was sent, and the connection usable', async () => {
    await expect(run(1, '4\tfour\n'.repeat(50_000))).rejects.toThrow('duplicate key');
    expect(await counts()).toEqual({ heads: 1, bodies: 2 });
    await run(5, '5\tfive\n');
    expect(await counts()).toEqual({ heads: 2, bodies: 3 });
  });

  it('rejects when the connection is lost', async () => {
    const other = new Client({ connectionString: database.ownerUrl });
    other.on('error', () => undefined);
    await other.connect();
    const copy = other.query(
      new CopyQuery(
        { name: 'end', text: 'SELECT pg_terminate_backend(pg_backend_pid())', values: [] },
        'COPY body FROM STDIN',
        Buffer.from('9\tx\n'),
      ),
    );
    await expect(copy.done).rejects.toThrow();
    await other.end();
  });
});
