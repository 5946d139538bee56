/**
 * P12: `npm start` to ready on a data directory that has been started before, all installed and built, and the memory of the idle
 * api; then the api alone beside databases that run, migrated. BENCH_ROUNDS (3) starts of each; the middle one counts.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, startApi } from './kit/api-process.mjs';
import { benchDatabase } from './kit/bench-database.mjs';
import { median, printTable, printTarget, round } from './kit/report.mjs';
import { residentMegabytes } from './kit/resident-memory.mjs';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const START_SECONDS = 6;
const API_SECONDS = 3;
const MEMORY_MB = 160;
/** Caches are warm, connections open and the garbage of the start given back by then. */
const IDLE_MS = 25_000;

const dataDir = mkdtempSync(join(tmpdir(), 'white-cross-bench-start-'));
const rows = {};
try {
  const first = await startAll();
  rows['npm start, first (databases, migrations, demo)'] = { seconds: round(first.seconds) };
  await first.stop();
  await again();
  await alone();
  printTable('Start', rows);
} finally {
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
}

async function again() {
  const seconds = [];
  let megabytes;
  for (let turn = 1; turn <= ROUNDS; turn++) {
    const started = await startAll();
    seconds.push(started.seconds);
    if (turn === ROUNDS) {
      await sleep(IDLE_MS);
      megabytes = residentMegabytes(started.apiPid());
    }
    await started.stop();
  }
  rows['npm start, again'] = { seconds: round(median(seconds)), 'MB of the idle api': megabytes };
  printTarget('P12', { value: median(seconds), limit: START_SECONDS, unit: 's to ready', atMost: 1 });
  printTarget('P12', { value: megabytes, limit: MEMORY_MB, unit: 'MB of the idle api', atMost: 1 });
}

async function alone() {
  const database = await benchDatabase('start');
  const seconds = [];
  for (let turn = 0; turn < ROUNDS; turn++) {
    const began = performance.now();
    const api = await startApi(database.url);
    await ready(api.url);
    seconds.push((performance.now() - began) / 1000);
    await api.stop();
  }
  await database.close();
  rows['api alone'] = { seconds: round(median(seconds)) };
  printTarget('P12', { value: median(seconds), limit: API_SECONDS, unit: 's to ready, api alone', atMost: 1 });
}

/** `npm start` as a person types it, but for the port and the folder. */
async function startAll() {
  const port = await freePort();
  const environment = { ...process.env, DATA_DIR: dataDir, PORT: String(port), DATABASE_URL: '', REDIS_URL: '' };
  const began = performance.now();
  const child = spawn('npm', ['start', '--silent'], { stdio: ['ignore', 'ignore', 'inherit'], env: environment });
  const killed = () => child.kill('SIGTERM');
  process.once('exit', killed);
  await ready(`http://127.0.0.1:${port}`, child);
  return {
    seconds: (performance.now() - began) / 1000,
    apiPid: () => descendants(child.pid).find((pid) => environmentOf(pid).includes('ROLE=api')),
    stop: async () => {
      process.off('exit', killed);
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function ready(url, child) {
  for (;;) {
    if (child && child.exitCode !== null) throw new Error(`npm start ended with code ${child.exitCode}.`);
    const answer = await fetch(`${url}/api/health/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(20);
  }
}

function descendants(pid) {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => parentOf(name) === pid)
    .map(Number);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

/** A process may end between being listed and being read. */
function parentOf(pid) {
  try {
    return Number(/PPid:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return undefined;
    throw error;
  }
}

function environmentOf(pid) {
  return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
}
