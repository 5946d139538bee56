import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../testing/eventually.js';
import { testDatabase, type TestDatabase } from '../../testing/test-database.js';
import { SnapshotReader } from './snapshot-reader.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await database.sql('CREATE TABLE seen (n int)');
  await database.sql('GRANT SELECT ON seen TO PUBLIC');
  await database.sql('INSERT INTO seen SELECT generate_series(1, 1000)');
});
afterAll(() => database.close());

const COUNT = 'SELECT count(*)::int AS n FROM seen';
const OPEN = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'white-cross-snapshot'`;

describe('readers of one snapshot', () => {
  it('see one instant of the database, whatever is written while they read, and write nothing', async () => {
    const counts = await SnapshotReader.run(database.url, 3, async (readers) => {
      await database.sql('INSERT INTO seen VALUES (0)');
      await expect(readers[1]!.query('CREATE TABLE mine ()')).rejects.toMatchObject({ code: '25006' });
      return Promise.all([readers[0]!, readers[2]!].map((reader) => reader.query<{ n: number }>(COUNT)));
    });
    expect(counts).toEqual([[{ n: 1000 }], [{ n: 1000 }]]);
  });

  it('copy side by side', async () => {
    const sums = await SnapshotReader.run(database.url, 2, (readers) =>
      Promise.all(
        readers.map(async (reader, half) => {
          let text = '';
          for await (const block of reader.copy(`COPY (SELECT n FROM seen WHERE n % 2 = ${half}) TO STDOUT`)) {
            text += String(block);
          }
          return text.split('\n').filter(Boolean).length;
        }),
      ),
    );
    expect(sums).toEqual([501, 500]);
  });

  it('leave no connection behind, also when the work fails in the middle of a COPY', async () => {
    const work = SnapshotReader.run(database.url, 2, async ([reader]) => {
      for await (const block of reader!.copy('COPY (SELECT generate_series(1, 10000000)) TO STDOUT')) {
        if (block.length > 0) throw new Error('enough');
      }
    });
    await expect(work).rejects.toThrow('enough');
    const open = await eventually(
      () => database.sql(OPEN),
      (rows) => rows.length === 0,
      30_000,
    );
    expect(open).toEqual([]);
  });
});
