/**
 * Reads ROLE and starts it. What a role needs is imported only then, so that no process carries another's modules; nothing but
 * Node's own modules may be imported above the compile cache, or it would be compiled anew at every start.
 */
import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

enableCompileCache(join(import.meta.dirname, '.compile-cache'));
if (existsSync('.env')) process.loadEnvFile('.env');
const [, , command] = process.argv;
if (command !== undefined) process.env['ROLE'] = command;

const { tellAndExit } = await import('./supervisor/tell-and-exit.js');
try {
  const { loadEnv } = await import('./config/env.js');
  const { live } = await import('./supervisor/process-life.js');
  const env = loadEnv(process.env);
  switch (env.role) {
    case 'api': {
      const { createApi } = await import('./api.js');
      await live(env, createApi);
      break;
    }
    case 'worker': {
      const { createWorker } = await import('./worker.js');
      await live(env, createWorker);
      break;
    }
    case 'scheduler': {
      const { createScheduler } = await import('./scheduler.js');
      await live(env, createScheduler);
      break;
    }
    case 'migrate': {
      const { migrateSchema } = await import('./supervisor/migrate.js');
      const { ProcessLogger } = await import('./platform/lifecycle/process-logger.js');
      await migrateSchema(env, new ProcessLogger(env));
      break;
    }
    case 'demo': {
      const { runDemo } = await import('./demo.js');
      await runDemo(env);
      break;
    }
    case 'all': {
      const { supervise } = await import('./supervisor/supervise.js');
      await live(env, supervise);
    }
  }
} catch (error) {
  tellAndExit(error);
}
