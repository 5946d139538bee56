import { join } from 'node:path';
import type { Env } from '../config/env.js';
import type { ProcessLogger } from '../platform/lifecycle/process-logger.js';
import { migrate } from '../platform/database/migrator.js';

/** Brings the schema up to date, as its owner. */
export async function migrateSchema({ database }: Env, log: ProcessLogger): Promise<void> {
  const ran = await migrate(database.migrationUrl, join(import.meta.dirname, '../../migrations'));
  for (const name of ran) log.log(`migrated ${name}`);
}
