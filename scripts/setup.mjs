/**
 * Makes a fresh clone ready: dependencies, runtime, redis-server and, with `--build`, the compiled service and dashboard.
 * Each step looks first and does nothing when there is nothing to do, so that it can stand before every start.
 * Only Node's own modules here: nothing may be installed yet, and the Node that runs this may be an old one.
 */
import { ensureBuild } from './setup/build.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { ensureRedisServer } from './setup/redis-server.mjs';
import { ensureRuntime } from './setup/runtime.mjs';
import { SetupError } from './setup/run.mjs';

try {
  ensureDependencies();
  ensureRuntime();
  ensureRedisServer();
  if (process.argv.includes('--build')) ensureBuild();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`\n${error.message}\n`);
  process.exitCode = 1;
}
