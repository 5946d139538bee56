import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testApp, type TestApp } from '../../testing/test-app.js';
import { copyInto, copyLine } from './copy.js';
import { Database } from './database.js';
import { newId } from './new-id.js';
import { uniqueViolation } from './transient-errors.js';
import { UnitOfWork } from './unit-of-work.js';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app.close());

describe('COPY', () => {
  const columns = ['id', 'name', 'payload'];
  const line = (id: string, name: string) => copyLine([id, name, '{}']);

  it('stores any text as it is, and null as NULL', async () => {
    const odd = ['tab\there', 'line\nbreak\r', 'back\\slash \\N', 'quote \' " $', 'Zoë 👶', '', '\\.'];
    const ids = odd.map(() => newId());
    await copyInto(
      app.get(Database),
      'jobs',
      columns,
      odd.map((name, at) => line(ids[at] ?? '', name)),
    );
    const rows = await app.database.sql('SELECT name, last_error FROM jobs WHERE id = ANY($1) ORDER BY id', [ids]);
    expect(rows).toEqual(odd.map((name) => ({ name, last_error: null })));
    await app.database.sql('DELETE FROM jobs');
  });

  it('tells what was violated, and leaves nothing and a usable connection', async () => {
    const id = newId();
    const twice = Array.from({ length: 20_000 }, (_, at) => line(at < 2 ? id : newId(), 'x'));
    const error: unknown = await app
      .get(UnitOfWork)
      .run(() => copyInto(app.get(Database), 'jobs', columns, twice))
      .catch((reason: unknown) => reason);
    expect(uniqueViolation(error)).toBe('jobs_pkey');
    expect(await app.get(Database).query('SELECT count(*)::int AS n FROM jobs')).toEqual([{ n: 0 }]);
  });
});
