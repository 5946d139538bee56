import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Env } from '../config/env.js';
import type { ProcessLogger } from '../platform/lifecycle/process-logger.js';
import { migrate } from '../platform/database/migrator.js';
import { StartupError } from './startup-error.js';

const FOLDER = join(import.meta.dirname, '../../migrations');
/** How long a database that is itself just starting is waited for. */
const PATIENCE_MS = 30_000;
const NOT_YET_THERE = new Set(['ECONNREFUSED', 'EAI_AGAIN', '57P03']);
/** What PostgreSQL and the network say when the fault is in the URL (PostgreSQL 18, appendix A). */
const REFUSALS: Record<string, string> = {
  ECONNREFUSED: 'nobody listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its name cannot be resolved',
  ETIMEDOUT: 'it does not answer',
  '57P03': 'it is starting up, and does not end',
  '28P01': 'it refuses the password',
  '28000': 'it refuses this user',
  '3D000': 'there is no such database',
  '42501': 'this user may not change the schema',
};

/**
 * Brings the schema up to date, as its owner.
 *
 * @throws StartupError when the database cannot be reached or used as DATABASE_MIGRATION_URL has it
 */
export async function migrateSchema({ database }: Env, log: ProcessLogger): Promise<void> {
  for (const limit = Date.now() + PATIENCE_MS; ;) {
    try {
      for (const name of await migrate(database.migrationUrl, FOLDER)) log.log(`migrated ${name}`);
      return;
    } catch (error) {
      const code = (error as { code?: string }).code ?? '';
      if (NOT_YET_THERE.has(code) && Date.now() < limit) await sleep(500);
      else throw refusal(database.migrationUrl, code) ?? error;
    }
  }
}

function refusal(url: string, code: string): StartupError | undefined {
  const { host, pathname } = new URL(url);
  const reason = REFUSALS[code];
  return reason === undefined
    ? undefined
    : new StartupError(`PostgreSQL at ${host}${pathname} cannot be used: ${reason}.`);
}
