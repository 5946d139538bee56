import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.js';
import { postgresBinaries } from './postgres-binaries.js';
import { ensureCluster } from './postgres-cluster.js';
import { commandLineOf, endProcess, isAlive } from './processes.js';
import { launch, ServerProcess, type StopStep } from './server-process.js';
import { withoutRoot } from './unprivileged.js';

export interface PostgresOptions {
  /** Folder of the cluster, its log and its state; absolute. */
  directory: string;
  /** Taken if it is free; else any. */
  preferredPort: number;
  /** Password of the superuser `postgres`. */
  password: string;
  /** False gives up durability for speed: for tests only. */
  durable: boolean;
  settings?: Record<string, string>;
}

/** SIGINT is the fast shutdown: clients are cut off, what they committed is on disk. */
const FAST_SHUTDOWN: readonly StopStep[] = [
  ['SIGINT', 30_000],
  ['SIGQUIT', 5000],
  ['SIGKILL', 5000],
];
const READY_LIMIT_MS = 120_000;
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '250',
  shared_preload_libraries: 'pg_stat_statements',
  jit: 'off', // short statements only: compiling them costs more than it saves
  random_page_cost: '1.1',
  max_wal_size: '2GB', // an import of a million rows in one checkpoint, not in twenty
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
  // The text of a statement that failed may hold a patient's data, so it must not reach the log.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};
const NOT_DURABLE = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };

/**
 * Starts PostgreSQL on loopback, makes its cluster first if need be, and waits until it takes connections. A server that an earlier,
 * killed process left running on this folder is stopped before; call it only while holding the lock of DATA_DIR.
 */
export async function startPostgres(options: PostgresOptions): Promise<ServerProcess> {
  const { postgres, initdb } = await postgresBinaries();
  const cluster = join(options.directory, 'cluster');
  await ensureCluster({ initdb, directory: cluster, password: options.password, durable: options.durable });
  await stopOrphan(cluster);
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(attempt === 1 ? options.preferredPort : 0);
    const server = start(postgres, cluster, port, options);
    if (await isReady(cluster, server)) return server;
    // Between our look and its start somebody may have taken the port.
    const log = readFileSync(logFile(options.directory), 'utf8');
    if (attempt === 3 || !log.includes('Address already in use')) {
      throw new Error(`The embedded PostgreSQL did not start. The end of its log:\n${log.slice(-2000)}`);
    }
  }
}

function start(
  postgres: string,
  cluster: string,
  port: number,
  { directory, durable, settings }: PostgresOptions,
): ServerProcess {
  const parameters = { ...SETTINGS, ...(durable ? {} : NOT_DURABLE), ...settings, port: String(port) };
  const args = ['-D', cluster, ...Object.entries(parameters).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const { options, ...line } = withoutRoot(postgres, args, [postgres, cluster]);
  const log = openSync(logFile(directory), isLarge(logFile(directory)) ? 'w' : 'a', 0o600);
  const child = launch(line.command, line.args, { ...options, stdio: ['ignore', log, log] });
  closeSync(log);
  return new ServerProcess(child, port, FAST_SHUTDOWN);
}

/** The eighth line of postmaster.pid says `ready` once connections are taken; it is how pg_ctl waits too. */
async function isReady(cluster: string, server: ServerProcess): Promise<boolean> {
  const limit = Date.now() + READY_LIMIT_MS;
  while (server.isRunning() && Date.now() < limit) {
    const [pid, , , , , , , status] = pidFile(cluster);
    if (Number(pid) === server.pid && status?.trim() === 'ready') return true;
    await sleep(15);
  }
  return false;
}

/** Stops a server that outlived its supervisor. A pid that now belongs to another program is no server of ours. */
async function stopOrphan(cluster: string): Promise<void> {
  const pid = Number(pidFile(cluster)[0]);
  if (!pid) return;
  if (isAlive(pid) && commandLineOf(pid).includes(cluster)) {
    await endProcess(pid, FAST_SHUTDOWN);
  }
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
}

function pidFile(cluster: string): string[] {
  const file = join(cluster, 'postmaster.pid');
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function logFile(directory: string): string {
  return join(directory, 'postgres.log');
}

function isLarge(file: string): boolean {
  return existsSync(file) && statSync(file).size > 10 * 1024 * 1024;
}
