import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testApp, type TestApp } from '../../testing/test-app.js';
import { testDatabase, type TestDatabase } from '../../testing/test-database.js';
import { Replicas } from './replicas.js';

const GONE = 'postgres://nobody:none@127.0.0.1:1/none';

describe('a replica', () => {
  let standby: TestDatabase;
  let app: TestApp;
  beforeAll(async () => {
    standby = await testDatabase();
    // It takes a second server to have a standby; here a function stands before PostgreSQL's own and says how far it has come.
    await standby.sql('CREATE TABLE replay (position pg_lsn)');
    await standby.sql(
      'CREATE FUNCTION pg_last_wal_replay_lsn() RETURNS pg_lsn LANGUAGE sql AS $$ SELECT position FROM replay $$',
    );
    await standby.sql('GRANT SELECT ON replay TO PUBLIC');
    await standby.sql(`ALTER DATABASE ${standby.name} SET search_path = public, pg_catalog`);
    app = await testApp({ DATABASE_REPLICA_URLS: `${standby.url},${GONE}` });
  });
  afterAll(async () => {
    await app.close();
    await standby.close();
  });

  /** Asked of both in turn. */
  const asked = async () => [await app.get(Replicas).caughtUp(), await app.get(Replicas).caughtUp()];
  const replays = async (position: string) => {
    await standby.sql('TRUNCATE replay');
    await standby.sql('INSERT INTO replay VALUES ($1)', [position]);
  };

  it('is read once it has all that was committed before, and the primary where it is gone', async () => {
    await replays('FFFFFFFF/FFFFFFFF');
    expect(await asked()).toEqual([standby.url, undefined]);
  });

  it('is not read while it lags behind, or when it is none', async () => {
    await replays('0/1');
    expect(await asked()).toEqual([undefined, undefined]);
    await standby.sql('TRUNCATE replay');
    expect(await asked()).toEqual([undefined, undefined]);
  });

  it('that comes up to it within two seconds is waited for', async () => {
    await replays('0/1');
    const reading = asked();
    await replays('FFFFFFFF/FFFFFFFF');
    expect(await reading).toEqual([standby.url, undefined]);
  });
});
