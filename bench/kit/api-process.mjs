import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodePath } from '../../scripts/setup/runtime.mjs';

export const JWT_SECRET = 'a-secret-for-benchmarks-only-on-loopback-0123456789';
export const KEY_ENCRYPTION_KEY = '5d'.repeat(16) + 'a7'.repeat(16);
const START_PATIENCE_MS = 60_000;

/** Starts the built api process as in production but for its secrets, and waits until it is ready. */
export async function startApi(databaseUrl, overrides = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'white-cross-bench-api-'));
  const port = await freePort();
  const variables = {
    NODE_ENV: 'test',
    ROLE: 'api',
    DATABASE_URL: databaseUrl,
    REDIS_URL: process.env.BENCH_REDIS_URL,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
    PORT: String(port),
    JWT_SECRET,
    KEY_ENCRYPTION_KEY,
    CACHE_WARMING_ENABLED: 'false',
    ...overrides,
  };
  const stop = await startProcess(
    [join(process.cwd(), 'dist/main.js')],
    variables,
    `http://127.0.0.1:${port}/api/health/live`,
  );
  return {
    url: `http://127.0.0.1:${port}`,
    pid: stop.pid,
    dataDir,
    stop: async () => {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Starts a Node program with the supervisor's flags for an api and waits until `url` answers anything. Returns how to stop it. */
export async function startProcess(args, variables, url) {
  const { memoryFlags } = await import('../../dist/supervisor/memory-flags.js');
  const flags = [...memoryFlags('api'), ...(process.env.BENCH_NODE_FLAGS ?? '').split(' ').filter(Boolean)];
  const child = spawn(nodePath(), [...flags, ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...variables },
  });
  const killed = () => child.kill('SIGKILL');
  process.once('exit', killed);
  const stop = async () => {
    process.off('exit', killed);
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  stop.pid = child.pid;
  const deadline = Date.now() + START_PATIENCE_MS;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${args[0]} ended with code ${child.exitCode} before it was ready.`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer) return stop;
    if (Date.now() > deadline) throw new Error(`${args[0]} was not ready after ${START_PATIENCE_MS} ms.`);
    await sleep(50);
  }
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
