import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '../..');
/** A cold start sets up PostgreSQL; on a machine that does other things too this takes its time. */
const START_DEADLINE_MS = 180_000;

/** A whole White Cross of its own: embedded databases in a new folder, demo data, a free port. */
export interface RunningApp {
  url: string;
  dataDir: string;
}

let starting: Promise<RunningApp> | undefined;
let ending: (() => Promise<void>) | undefined;

// At the top level, so that the application ends with the run and not with the first walk that asked for it.
after(() => ending?.());

/**
 * The application that all walks of this run share; started for the first that asks, stopped after the last. With
 * WHITE_CROSS_URL set (and its DATA_DIR), the walks go through one that runs already.
 */
export function runningApp(): Promise<RunningApp> {
  const { WHITE_CROSS_URL: url, DATA_DIR: dataDir = '' } = process.env;
  starting ??= url ? Promise.resolve({ url, dataDir }) : start();
  return starting;
}

async function start(): Promise<RunningApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'white-cross-browser-'));
  const port = await freePort();
  const { DATABASE_URL: _database, REDIS_URL: _redis, ...environment } = process.env;
  const log: string[] = [];
  const child = spawn(process.execPath, [join(ROOT, 'dist/main.js')], {
    cwd: dataDir,
    env: { ...environment, DATA_DIR: dataDir, PORT: String(port), HOST: '127.0.0.1', ROLE: 'all' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => log.push(text));
  ending = async () => {
    await stop(child);
    await rm(dataDir, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, child, log);
  return { url, dataDir };
}

async function untilReady(url: string, child: ChildProcess, log: string[]): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_MS;
  while (child.exitCode === null && Date.now() < deadline) {
    const answer = await fetch(`${url}/api/health/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(250);
  }
  throw new Error(`The application did not become ready.\n${log.join('').slice(-4_000)}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
