import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Umzug } from 'umzug';

/** Any one number would do: all processes that migrate this database must share it. */
const ADVISORY_LOCK = 7_203_119;
const LOCK_EVERY_MS = 50;

/**
 * Brings the schema of `databaseUrl` up to date with the `*.sql` files of `folder`, in the order of their names, under
 * an advisory lock (two processes that start at once run them once). Each file runs in a transaction of its own, with
 * its entry in `schema_migrations`, unless its first line is `-- no-transaction` (CREATE INDEX CONCURRENTLY).
 * Returns the names of those it ran.
 */
export async function migrate(databaseUrl: string, folder: string): Promise<string[]> {
  const client = new Client({ connectionString: databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await lock(client);
    await client.query(
      'CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
    );
    const ran = await (await umzug(client, await migrationsIn(folder))).up();
    return ran.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

/**
 * Asks again and again instead of waiting inside PostgreSQL: a statement that waits holds a snapshot, and CREATE INDEX CONCURRENTLY in
 * the process that has the lock would wait for that snapshot, each for the other (PostgreSQL ends it as a deadlock).
 */
async function lock(client: Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [ADVISORY_LOCK]);
    if (rows[0]?.got) return;
    await sleep(LOCK_EVERY_MS);
  }
}

/** The names of the migrations that `databaseUrl` still lacks. */
export async function pendingMigrations(applied: readonly string[], folder: string): Promise<string[]> {
  const done = new Set(applied);
  return (await migrationsIn(folder)).map(({ name }) => name).filter((name) => !done.has(name));
}

interface SqlMigration {
  name: string;
  path: string;
}

async function migrationsIn(folder: string): Promise<SqlMigration[]> {
  const files = (await readdir(folder)).filter((file) => /^\d{14}_[a-z0-9_]+\.sql$/.test(file)).sort();
  return files.map((file) => ({ name: file.replace(/\.sql$/, ''), path: join(folder, file) }));
}

/** umzug brings a command line of its own, 80 modules, which the processes that only look for pending ones need not carry. */
async function umzug(client: Client, migrations: SqlMigration[]): Promise<Umzug<Client>> {
  const library = await import('umzug');
  return new library.Umzug({
    context: client,
    logger: undefined,
    migrations: migrations.map(({ name, path }) => ({ name, up: () => apply(client, name, path) })),
    storage: {
      // `apply` writes the entry itself, in the migration's own transaction.
      logMigration: () => Promise.resolve(),
      unlogMigration: () => Promise.reject(new Error('Migrations go forward only.')),
      executed: async () => {
        const { rows } = await client.query<{ name: string }>('SELECT name FROM schema_migrations ORDER BY name');
        return rows.map(({ name }) => name);
      },
    },
  });
}

async function apply(client: Client, name: string, path: string): Promise<void> {
  const sql = await readFile(path, 'utf8');
  const record = 'INSERT INTO schema_migrations (name) VALUES ($1)';
  if (sql.startsWith('-- no-transaction')) {
    for (const statement of sql.split(/;\s*$/m)) {
      if (statement.replace(/^--.*$/gm, '').trim() !== '') await client.query(statement);
    }
    await client.query(record, [name]);
    return;
  }
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query(record, [name]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new Error(`Migration ${name} failed and was rolled back.`, { cause: error });
  }
}
