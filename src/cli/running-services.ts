import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnv, type Env } from '../config/env.js';
import { databaseUrls, embeddedPasswords, redisUrls } from '../embedded/embedded-urls.js';

/**
 * The configuration of a command that is given beside the service: where no database is configured, that of the `npm start` that runs
 * on the same DATA_DIR, and its Redis.
 *
 * @throws Error when no database is configured and none runs there
 */
export function configurationBesideService(variables: NodeJS.ProcessEnv): Env {
  const env = loadEnv(variables);
  if (env.database.url !== '') return env;
  const found = runningServices(env.dataDir);
  if (!found) throw new Error('Set DATABASE_URL, or start White Cross first.');
  return loadEnv({ ...variables, ...found.database, ...(env.redis.url === '' ? found.redis : {}) });
}

/** Where the databases are that a running `npm start` brought along under `dataDir`, as environment variables. */
export function runningServices(
  dataDir: string,
): { database: Record<string, string>; redis: Record<string, string> } | undefined {
  const postgres = portIn(join(dataDir, 'postgres/cluster/postmaster.pid'), 3);
  if (postgres === undefined) return undefined;
  const passwords = embeddedPasswords(dataDir);
  const redis = portIn(join(dataDir, 'redis/port'), 0);
  return {
    database: databaseUrls(postgres, passwords),
    redis: redis === undefined ? {} : redisUrls(redis, passwords),
  };
}

/** The port on a line of a file that a server leaves where it runs. */
function portIn(file: string, line: number): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8').split('\n')[line]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
