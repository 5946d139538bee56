import { keptSecrets } from '../config/kept-secrets.js';
import { join } from 'node:path';
import { EMBEDDED } from './postgres-roles.js';

export type EmbeddedPasswords = Record<'superuser' | 'owner' | 'app' | 'redis', string>;

/** The passwords of the databases under `dataDir`, drawn once. */
export function embeddedPasswords(dataDir: string): EmbeddedPasswords {
  return keptSecrets(join(dataDir, 'embedded.json'), ['superuser', 'owner', 'app', 'redis']);
}

/** The variables that tell the application where its PostgreSQL is. */
export function databaseUrls(port: number, { owner, app }: EmbeddedPasswords): Record<string, string> {
  const at = `127.0.0.1:${port}/${EMBEDDED.database}`;
  return {
    DATABASE_URL: `postgres://${EMBEDDED.app}:${app}@${at}`,
    DATABASE_MIGRATION_URL: `postgres://${EMBEDDED.owner}:${owner}@${at}`,
  };
}

/** The same of Redis. */
export function redisUrls(port: number, { redis }: EmbeddedPasswords): Record<string, string> {
  const url = `redis://:${redis}@127.0.0.1:${port}`;
  return { REDIS_URL: url, REDIS_QUEUE_URL: url };
}
