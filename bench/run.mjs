/**
 * `npm run bench` runs every benchmark, `npm run bench -- http imports` some. Each is a file here, run in a process of its own with
 * BENCH_DATABASE_URL (a superuser's) and BENCH_REDIS_URL in its environment: those of the environment, or private durable
 * servers in a temporary folder. It prints a table, and for each target one line of JSON that begins with {"target":
 */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild } from '../scripts/setup/build.mjs';
import { nodePath } from '../scripts/setup/runtime.mjs';

const folder = import.meta.dirname;
const all = readdirSync(folder)
  .filter((file) => file.endsWith('.bench.mjs'))
  .map((file) => file.replace('.bench.mjs', ''));
const names = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const unknown = names.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`No such benchmark: ${unknown.join(', ')}. There are: ${all.join(', ')}.`);
  process.exit(2);
}

if (!process.env.BENCH_SKIP_BUILD) ensureBuild();
const servers = await startServers();
try {
  for (const name of names.length > 0 ? names : all) process.exitCode ||= await run(name);
} finally {
  await servers.stop();
}

function run(name) {
  const child = spawn(nodePath(), ['--no-warnings', join(folder, `${name}.bench.mjs`)], {
    stdio: 'inherit',
    env: { ...process.env, ...servers.variables },
  });
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

async function startServers() {
  const { BENCH_DATABASE_URL, BENCH_REDIS_URL } = process.env;
  if (BENCH_DATABASE_URL && BENCH_REDIS_URL) return { variables: {}, stop: async () => undefined };
  const { startPostgres } = await import('../dist/embedded/postgres.js');
  const { startRedis } = await import('../dist/embedded/redis.js');
  const directory = mkdtempSync(join(tmpdir(), 'white-cross-bench-'));
  chmodSync(directory, 0o711);
  const password = 'bench-only-on-loopback';
  const common = { preferredPort: 0, password, durable: true };
  const settings = { max_connections: '300', shared_buffers: '512MB' };
  const postgres = await startPostgres({ ...common, directory: join(directory, 'postgres'), settings });
  const redis = await startRedis({ ...common, directory: join(directory, 'redis') });
  return {
    variables: {
      BENCH_DATABASE_URL: `postgres://postgres:${password}@127.0.0.1:${postgres.port}/postgres`,
      BENCH_REDIS_URL: `redis://:${password}@127.0.0.1:${redis.port}`,
    },
    stop: async () => {
      await Promise.all([postgres.stop(), redis.stop()]);
      rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
