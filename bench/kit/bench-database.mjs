import { join } from 'node:path';
import { Client } from 'pg';

const LOGIN = 'white_cross_bench_app';
const PASSWORD = 'bench-only';

/**
 * A migrated database of the benchmark's own. `url` is the application's login, `ownerUrl` the owner's; `sql` runs a
 * statement as owner.
 */
export async function benchDatabase(name) {
  const adminUrl = process.env.BENCH_DATABASE_URL;
  if (!adminUrl) throw new Error('Run benchmarks by `npm run bench -- NAME`.');
  const database = `wc_bench_${name}`;
  await asAdmin(adminUrl, async (admin) => {
    await admin.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${database}`);
  });
  const ownerUrl = urlWith(adminUrl, { pathname: `/${database}` });
  const { migrate } = await import('../../dist/platform/database/migrator.js');
  await migrate(ownerUrl, join(process.cwd(), 'migrations'));
  const owner = new Client({ connectionString: ownerUrl });
  owner.on('error', () => undefined);
  await owner.connect();
  await owner.query(`
    DO $$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${LOGIN}') THEN
        CREATE ROLE ${LOGIN} LOGIN PASSWORD '${PASSWORD}' IN ROLE white_cross_app;
      END IF;
    END $$`);
  return {
    ownerUrl,
    url: urlWith(ownerUrl, { username: LOGIN, password: PASSWORD }),
    sql: async (text, values) => (await owner.query(text, values)).rows,
    close: async () => {
      await owner.end();
      if (!process.env.BENCH_KEEP)
        await asAdmin(adminUrl, (admin) => admin.query(`DROP DATABASE ${database} WITH (FORCE)`));
    },
  };
}

async function asAdmin(url, work) {
  const admin = new Client({ connectionString: url });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

function urlWith(text, changes) {
  return Object.assign(new URL(text), changes).toString();
}
