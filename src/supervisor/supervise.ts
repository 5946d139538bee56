import { join } from 'node:path';
import { loadEnv, type Env } from '../config/env.js';
import { startEmbeddedServices, type EmbeddedServices } from '../embedded/embedded-services.js';
import { lockDataDir, type DataDirLock } from '../embedded/data-dir-lock.js';
import { ProcessLogger } from '../platform/lifecycle/process-logger.js';
import { banner } from './banner.js';
import { isEmpty, makeDemo } from './first-start.js';
import { migrateSchema } from './migrate.js';
import { memoryFlags } from './memory-flags.js';
import type { RunningProcess } from './process-life.js';
import { SupervisedProcess } from './supervised-process.js';

type ChildRole = 'api' | 'worker' | 'scheduler';

const PROGRAM = join(import.meta.dirname, '../main.js');
/** A process ends itself when its time to drain is over; only one that cannot even do that is killed. */
const KILL_MARGIN_MS = 2000;
/** After the last process has ended, or was killed, the databases still write what they hold to disk. */
const STOP_MARGIN_MS = KILL_MARGIN_MS + 45_000;

/**
 * The default of `npm start`: brings the databases that are not configured, migrates, and runs one process each of api, worker and
 * scheduler, so that an import never shares an event loop with a clinician's request.
 */
export async function supervise(env: Env, ending: AbortSignal): Promise<RunningProcess> {
  const supervisor = new Supervisor(env);
  ending.addEventListener('abort', () => void supervisor.stopProcesses());
  try {
    const url = await supervisor.start(ending);
    return { url, failed: supervisor.failed, stop: () => supervisor.stop(), stopMarginMs: STOP_MARGIN_MS };
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
}

class Supervisor {
  private readonly log: ProcessLogger;
  private readonly failure = Promise.withResolvers<void>();
  private readonly processes: SupervisedProcess[] = [];
  private lock: DataDirLock | undefined;
  private services: EmbeddedServices | undefined;

  constructor(private readonly env: Env) {
    this.log = new ProcessLogger(env);
    this.failed.catch(() => undefined);
  }

  get failed(): Promise<void> {
    return this.failure.promise;
  }

  /** Brings everything up and tells the URL of the api. */
  async start(ending: AbortSignal): Promise<string | undefined> {
    const environment = { ...process.env, ...(await this.startServices()) };
    ending.throwIfAborted();
    const env = loadEnv(environment);
    await migrateSchema(env, this.log);
    const hasDemo = await this.ensureDemo(env, environment, ending);
    ending.throwIfAborted();
    // The api first and alone: people wait for it, and three starts at once would slow each other down.
    const { url } = await this.startProcess('api', environment).ready;
    this.startProcess('worker', environment);
    this.startProcess('scheduler', environment);
    if (url !== undefined) process.stdout.write(banner(url, env, hasDemo));
    return url;
  }

  async stopProcesses(): Promise<void> {
    this.lock?.announceEnd();
    await Promise.all(this.processes.map((child) => child.stop()));
  }

  async stop(): Promise<void> {
    await this.stopProcesses();
    await this.services?.stop();
    this.lock?.release();
  }

  private async startServices(): Promise<Record<string, string>> {
    const { dataDir, database, redis } = this.env;
    const needed = { database: database.url === '', redis: redis.url === '' };
    if (!needed.database && !needed.redis) return {};
    this.lock = await lockDataDir(dataDir);
    this.services = await startEmbeddedServices({
      ...needed,
      dataDir,
      onRestart: (name) => this.log.warn(`the embedded ${name} ended; starting it again`),
      onLoss: this.failure.reject,
    });
    return this.services.variables;
  }

  /** The demo is for the embedded database, and for its first start; tells whether there is one. */
  private async ensureDemo(env: Env, environment: NodeJS.ProcessEnv, ending: AbortSignal): Promise<boolean> {
    if (this.env.database.url !== '' || !env.auth.demoEnabled) return false;
    if (await isEmpty(env.database.migrationUrl)) await makeDemo(commandFor('demo'), environment, ending);
    return true;
  }

  private startProcess(role: ChildRole, environment: NodeJS.ProcessEnv): SupervisedProcess {
    const { drainDelayMs, drainTimeoutMs } = this.env.http;
    const child = new SupervisedProcess({
      role,
      command: commandFor(role),
      environment,
      patienceMs: drainDelayMs + drainTimeoutMs + KILL_MARGIN_MS,
      onDeath: (how) => this.log.warn(`the ${role} process ${how}`),
    });
    child.ended.catch(this.failure.reject);
    this.processes.push(child);
    return child;
  }
}

/** The command line that starts this program; ROLE decides as what. */
function commandFor(role: string): [string, ...string[]] {
  return [process.execPath, ...process.execArgv, ...memoryFlags(role), PROGRAM];
}
