import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keptSecrets } from '../config/kept-secrets.js';
import { EMBEDDED } from '../embedded/postgres-roles.js';

/**
 * Where the database is that a running `npm start` brought along under `dataDir`, as environment variables: for commands that
 * are given beside it. None when none runs there.
 */
export function embeddedDatabase(dataDir: string): Record<string, string> {
  const port = portOf(join(dataDir, 'postgres/cluster/postmaster.pid'));
  if (port === undefined) return {};
  const { owner, app } = keptSecrets(join(dataDir, 'embedded.json'), ['superuser', 'owner', 'app', 'redis']);
  const at = `127.0.0.1:${port}/${EMBEDDED.database}`;
  return {
    DATABASE_URL: `postgres://${EMBEDDED.app}:${app}@${at}`,
    DATABASE_MIGRATION_URL: `postgres://${EMBEDDED.owner}:${owner}@${at}`,
  };
}

/** The fourth line of postmaster.pid. */
function portOf(pidFile: string): string | undefined {
  try {
    return readFileSync(pidFile, 'utf8').split('\n')[3];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
