import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../embedded/free-port.js';

/** The compiled program: `npm test` builds it first. */
const MAIN = join(process.cwd(), 'dist/main.js');
const LIMIT_MS = 120_000;

let dataDir: string;
let port: number;
let supervisor: ChildProcess;
let output = '';

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'white-cross-supervise-'));
  chmodSync(dataDir, 0o711);
  port = await freePort(0);
});
afterAll(async () => {
  for (const { pid } of processesOf(dataDir)) process.kill(pid, 'SIGKILL');
  await until('all processes are gone', () => processesOf(dataDir).length === 0);
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

function start(): ChildProcess {
  const { TEST_DATABASE_URL: _1, TEST_REDIS_URL: _2, NODE_OPTIONS: _3, ...environment } = process.env;
  const child = spawn(process.execPath, ['--no-warnings', MAIN], {
    cwd: dataDir,
    env: { ...environment, NODE_ENV: 'test', DATA_DIR: dataDir, PORT: String(port), DEMO: 'false', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  return child;
}

/** Processes that have DATA_DIR in their environment or command line, or work in it, as /proc tells. */
function processesOf(folder: string): { pid: number; role: string; command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      const environment = lines(`/proc/${name}/environ`);
      const command = lines(`/proc/${name}/cmdline`).join(' ');
      const isOurs = [...environment, command, workingFolder(name)].some((text) => text.includes(folder));
      const role = environment.find((line) => line.startsWith('ROLE='))?.slice(5) ?? '';
      return isOurs && command !== '' ? [{ pid: Number(name), role, command }] : [];
    });
}

function lines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\0');
  } catch {
    return []; // it ended while we looked
  }
}

function workingFolder(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}

async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const limit = Date.now() + LIMIT_MS; Date.now() < limit; await sleep(100)) if (await condition()) return;
  throw new Error(`Waited in vain until ${what}. It said:\n${output.slice(-4000)}`);
}

async function isReady(): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/health/ready`).catch(() => undefined);
  return answer?.ok === true && ((await answer.json()) as { status: string }).status === 'ok';
}

function pidOf(pattern: RegExp): number {
  const found = processesOf(dataDir).find(({ role, command }) => pattern.test(`${role} ${command}`));
  if (!found) throw new Error(`no process matches ${pattern.source}:\n${output.slice(-2000)}`);
  return found.pid;
}

const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('a whole White Cross on one machine', () => {
  it(
    'starts with nothing configured',
    async () => {
      supervisor = start();
      await until('it is ready', isReady);
      await until('worker and scheduler run', () =>
        ['worker', 'scheduler'].every((role) => processesOf(dataDir).some((found) => found.role === role)),
      );
    },
    LIMIT_MS * 2,
  );

  it.each([
    ['api', /^api /],
    ['worker', /^worker /],
    ['scheduler', /^scheduler /],
    ['PostgreSQL', /bin\/postgres /],
    ['Redis', /redis-server /],
  ])(
    'is whole again after its %s was killed',
    async (_, pattern) => {
      const victim = pidOf(pattern);
      process.kill(victim, 'SIGKILL');
      await until('another has its place', () =>
        processesOf(dataDir).some(({ pid, role, command }) => pid !== victim && pattern.test(`${role} ${command}`)),
      );
      await until('it is ready', isReady);
    },
    LIMIT_MS * 2,
  );

  it(
    'refuses a second one on the same folder',
    async () => {
      const second = start();
      const [status] = (await once(second, 'exit')) as [number];
      expect(status).toBe(78);
      expect(output).toContain(`in use by another White Cross (process ${supervisor.pid})`);
    },
    LIMIT_MS,
  );

  it(
    'leaves nothing in the way of the next start when the supervisor itself was killed',
    async () => {
      supervisor.kill('SIGKILL');
      await once(supervisor, 'exit');
      supervisor = start();
      await until('it is ready', isReady);
    },
    LIMIT_MS * 2,
  );

  it(
    'ends with everything that it started',
    async () => {
      supervisor.kill('SIGTERM');
      const [status] = (await once(supervisor, 'exit')) as [number];
      expect(status).toBe(0);
      await until('all processes are gone', () => processesOf(dataDir).length === 0);
    },
    LIMIT_MS,
  );
});
