import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.js';
import { launch, ServerProcess } from './server-process.js';

export interface RedisOptions {
  /** Folder of its append-only file; absolute. */
  directory: string;
  preferredPort: number;
  password: string;
  /** False keeps everything in memory: for tests only. */
  durable: boolean;
  /** How many numbered databases it has. */
  databases?: number;
}

const READY_LIMIT_MS = 60_000;

/**
 * Starts a private redis-server on loopback and waits until it answers. One that an earlier, killed process left running on this
 * folder is stopped before. All that Redis holds can be rebuilt, so an append-only file that it cannot read is put aside.
 */
export async function startRedis(options: RedisOptions): Promise<ServerProcess> {
  mkdirSync(options.directory, { recursive: true });
  await stopOrphan(options);
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(attempt === 1 ? options.preferredPort : 0);
    const server = start(options, port);
    if (await isReady(server, options.password)) {
      writeFileSync(portFile(options.directory), String(port));
      return server;
    }
    const log = readFileSync(logFile(options.directory), 'utf8');
    if (attempt === 3) throw new Error(`The private redis-server did not start: ${log.slice(-2000)}`);
    if (!log.includes('Address already in use')) putAside(options.directory);
  }
}

function start(options: RedisOptions, port: number): ServerProcess {
  const log = openSync(logFile(options.directory), 'w', 0o600);
  // The configuration goes in by stdin, for the arguments of a process, and so a password in them, are seen by everybody.
  const child = launch('redis-server', ['-'], { stdio: ['pipe', log, log] });
  child.on('error', (error) => writeSync(log, error.message));
  child.on('close', () => closeSync(log));
  child.stdin?.on('error', () => child.kill());
  child.stdin?.end(configuration(options, port));
  return new ServerProcess(child, port, [
    ['SIGTERM', 10_000],
    ['SIGKILL', 5000],
  ]);
}

function configuration({ directory, password, durable, databases = 16 }: RedisOptions, port: number): string {
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    `databases ${databases}`,
    `requirepass ${password}`,
    `dir ${JSON.stringify(directory)}`,
    'save ""',
    `appendonly ${durable ? 'yes' : 'no'}`,
    'appendfsync everysec',
    'maxmemory 256mb',
    // Cached values expire and may be evicted; queued jobs do not and must not be.
    'maxmemory-policy volatile-lfu',
    'loglevel warning',
    '',
  ].join('\n');
}

async function isReady(server: ServerProcess, password: string): Promise<boolean> {
  for (const limit = Date.now() + READY_LIMIT_MS; server.isRunning() && Date.now() < limit;) {
    if ((await ask(server.port, password, 'PING')).includes('+PONG')) return true;
    await sleep(15);
  }
  return false;
}

/** Only a server of this folder knows the password, so no foreign one is ever stopped. */
async function stopOrphan({ directory, password }: RedisOptions): Promise<void> {
  if (!existsSync(portFile(directory))) return;
  const port = Number(readFileSync(portFile(directory), 'utf8'));
  if (!(await ask(port, password, 'PING')).includes('+PONG')) return;
  await ask(port, password, 'SHUTDOWN');
  for (const limit = Date.now() + 10_000; Date.now() < limit && (await ask(port, password, 'PING')) !== '';)
    await sleep(15);
}

/** What the server answers to one command; nothing when there is none, or when it has gone away. */
function ask(port: number, password: string, command: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket: Socket = connect(port, '127.0.0.1', () => socket.end(`AUTH ${password}\r\n${command}\r\nQUIT\r\n`));
    socket.setTimeout(2000, () => socket.destroy());
    socket.on('data', (data) => (answer += data.toString('latin1')));
    socket.on('error', () => resolve(answer));
    socket.on('close', () => resolve(answer));
  });
}

function putAside(directory: string): void {
  const file = join(directory, 'appendonlydir');
  if (existsSync(file)) renameSync(file, `${file}.unreadable-${Date.now()}`);
}

function logFile(directory: string): string {
  return join(directory, 'redis.log');
}

function portFile(directory: string): string {
  return join(directory, 'port');
}
