import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import type { Env } from './config/env.js';
import { seedDemo } from './demo/seed-demo.js';
import { EMBEDDED } from './embedded/postgres-roles.js';
import { ProcessLogger } from './platform/lifecycle/process-logger.js';
import { StartupError } from './supervisor/startup-error.js';

/**
 * Fills the embedded database of a first start, and ends. It refuses any other database: people with a password that everybody knows
 * have no place in a real one.
 */
export async function runDemo(env: Env): Promise<void> {
  const { hostname, username, pathname } = new URL(env.database.url);
  const isEmbedded = hostname === '127.0.0.1' && username === EMBEDDED.app && pathname === `/${EMBEDDED.database}`;
  if (env.mode === 'production' || !isEmbedded) throw new StartupError('Demo data is for the embedded database only.');
  const logger = new ProcessLogger(env);
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(env), { logger, abortOnError: false });
  try {
    const isNew = await seedDemo(app, new Date().toISOString().slice(0, 10));
    if (isNew) logger.log('made the demo schools, people and patients');
  } finally {
    await app.close();
  }
}
