import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { testDatabase, type TestDatabase } from '../../testing/test-database.js';
import { migrate, pendingMigrations } from './migrator.js';
import { schemaSnapshot } from './schema-snapshot.js';

const SNAPSHOT = 'migrations/schema.snapshot.sql';

describe('the schema', () => {
  let database: TestDatabase;
  let client: Client;
  beforeAll(async () => {
    database = await testDatabase();
    client = new Client({ connectionString: database.ownerUrl });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.close();
  });

  it(`is what ${SNAPSHOT} says (UPDATE_SCHEMA_SNAPSHOT=1 writes it anew)`, async () => {
    const snapshot = await schemaSnapshot(client);
    if (process.env['UPDATE_SCHEMA_SNAPSHOT']) await writeFile(SNAPSHOT, snapshot);
    expect(snapshot).toBe(await readFile(SNAPSHOT, 'utf8'));
  });

  it('is migrated once by many that start at the same time', async () => {
    await client.query('CREATE DATABASE migrated_at_once');
    const url = new URL(database.ownerUrl);
    url.pathname = '/migrated_at_once';
    try {
      const runs = await Promise.all([1, 2, 3].map(() => migrate(url.toString(), 'migrations')));
      const names = runs.flat();
      expect(new Set(names).size).toBe(names.length);
      expect(names.length).toBeGreaterThan(0);
      expect(await pendingMigrations(names, 'migrations')).toEqual([]);
    } finally {
      await client.query('DROP DATABASE migrated_at_once WITH (FORCE)');
    }
  });

  it('gives the application no right to change what was audited', async () => {
    const { rows } = await client.query<{ privilege: string }>(
      `SELECT DISTINCT g.privilege_type AS privilege FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) g
        WHERE c.relname LIKE 'audit_events%' AND g.grantee = 'white_cross_app'::regrole ORDER BY 1`,
    );
    expect(rows.map(({ privilege }) => privilege)).toEqual(['INSERT', 'SELECT']);
  });
});
