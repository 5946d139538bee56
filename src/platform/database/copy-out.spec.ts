import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { testDatabase, type TestDatabase } from '../../testing/test-database.js';
import { CopyOut } from './copy-out.js';

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await testDatabase();
  client = new Client({ connectionString: database.ownerUrl });
  client.on('error', () => undefined);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.close();
});

const copy = (select: string) => client.query(new CopyOut(`COPY (${select}) TO STDOUT`));

async function textOf(source: AsyncIterable<Buffer>): Promise<string> {
  const blocks: Buffer[] = [];
  for await (const block of source) blocks.push(block);
  return Buffer.concat(blocks).toString();
}

describe('rows copied out', () => {
  it('are counted once the last of them was read', async () => {
    const source = copy('SELECT generate_series(1, 12345)');
    await textOf(source);
    expect(source.rowCount).toBe(12_345);
  });

  it('come whole and in order, whatever their lengths', async () => {
    const lengths = Array.from({ length: 4000 }, (_, index) => (index % 17 === 0 ? 70_000 : index % 300));
    const source = copy(
      `SELECT n, repeat('x', l) FROM unnest('{${lengths.join(',')}}'::int[]) WITH ORDINALITY AS t (l, n)`,
    );
    const text = await textOf(source);
    expect(text).toBe(lengths.map((length, index) => `${index + 1}\t${'x'.repeat(length)}\n`).join(''));
  });

  it('may be none, and be asked for before those of the copy before are read', async () => {
    const [first, second, third] = [copy('SELECT 1'), copy('SELECT 2 WHERE false'), copy('SELECT 3')];
    expect([await textOf(first), await textOf(second), await textOf(third)]).toEqual(['1\n', '', '3\n']);
  });

  it('end in the error that ended them, and leave the connection usable', async () => {
    const source = copy('SELECT 1 / (500 - n) FROM generate_series(1, 1000) AS n');
    await expect(textOf(source)).rejects.toThrow('division by zero');
    expect(await textOf(copy("SELECT 'on'"))).toBe('on\n');
  });

  it('end in an error when the connection is lost', async () => {
    const other = new Client({ connectionString: database.ownerUrl });
    other.on('error', () => undefined);
    await other.connect();
    const source = other.query(new CopyOut('COPY (SELECT pg_terminate_backend(pg_backend_pid())) TO STDOUT'));
    await expect(textOf(source)).rejects.toThrow();
    await other.end();
  });
});
