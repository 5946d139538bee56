import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Lets Node, which strips types by itself, find `x.ts` where a source says `./x.js`. */
const sources = registerHooks({
  resolve(specifier, context, next) {
    try {
      return next(specifier, context);
    } catch (error) {
      if (!/^\.{1,2}\/.*\.js$/.test(specifier)) throw error;
      return next(specifier.replace(/\.js$/, '.ts'), context);
    }
  },
});

/**
 * Gives the whole run its PostgreSQL and Redis: those that TEST_DATABASE_URL and TEST_REDIS_URL name, else private ones in a
 * temporary folder, without durability, which `global-teardown.mjs` stops and removes.
 */
export default async function globalSetup() {
  const { TEST_DATABASE_URL, TEST_REDIS_URL } = process.env;
  if (TEST_DATABASE_URL && TEST_REDIS_URL) return;
  const directory = mkdtempSync(join(tmpdir(), 'white-cross-suite-'));
  // PostgreSQL does not run as root, so when root tests, another user must be able to pass.
  chmodSync(directory, 0o711);
  const servers = [];
  globalThis.whiteCrossSuite = { directory, servers };
  endWithThisProcess(directory, servers);
  const password = randomBytes(24).toString('base64url');
  if (!TEST_DATABASE_URL) {
    const { startPostgres } = await import('../embedded/postgres.ts');
    const settings = { max_connections: '400', shared_buffers: '256MB' };
    const postgres = await startPostgres({
      directory: join(directory, 'postgres'),
      preferredPort: 0,
      password,
      durable: false,
      settings,
    });
    servers.push(postgres);
    process.env.TEST_DATABASE_URL = `postgres://postgres:${password}@127.0.0.1:${postgres.port}/postgres`;
  }
  if (!TEST_REDIS_URL) {
    const { startRedis } = await import('../embedded/redis.ts');
    const redis = await startRedis({
      directory: join(directory, 'redis'),
      preferredPort: 0,
      password,
      durable: false,
      databases: 1024,
    });
    servers.push(redis);
    process.env.TEST_REDIS_URL = `redis://:${password}@127.0.0.1:${redis.port}`;
  }
  sources.deregister();
}

/** An interrupted run has no teardown, and must not leave servers behind. */
function endWithThisProcess(directory, servers) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));
  process.once('exit', () => {
    const running = servers.filter((server) => server.isRunning());
    for (const { pid } of running) process.kill(pid, 'SIGKILL');
    if (running.length > 0) rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  });
}
