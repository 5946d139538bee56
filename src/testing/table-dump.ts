import type { TestDatabase } from './test-database.js';

/** What may differ when a thing was done and taken back: the account of it, and what can be rebuilt. */
const ACCOUNTS =
  /^(audit_.*|jobs|imports|import_.*|cache_versions|sessions|refresh_tokens|idempotency_keys|schema_migrations)$/;

/** Every row of every other table, as a digest a table, so that two states of a database can be compared whole. */
export async function dumpOfTables(database: TestDatabase): Promise<Record<string, string>> {
  const tables = await database.sql<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  const dump: Record<string, string> = {};
  for (const { name } of tables.filter((table) => !ACCOUNTS.test(table.name))) {
    const [row] = await database.sql<{ digest: string }>(
      `SELECT count(*) || ' rows ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '') AS digest FROM "${name}" t`,
    );
    dump[name] = row?.digest ?? '';
  }
  return dump;
}
