import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReadyMessage } from './process-life.js';
import { HOPELESS, StartupError } from './startup-error.js';

/** Pauses between one death and the next start: short at first, for most deaths have passing reasons. */
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;
/** One that was never ready in so many starts has a fault that no further start will mend. */
const FIRST_STARTS = 5;
/** A process that lived this long has recovered; the next death is a first one again. */
const RECOVERED_MS = 30_000;

export interface SupervisedOptions {
  role: string;
  command: readonly [string, ...string[]];
  environment: NodeJS.ProcessEnv;
  /** Milliseconds that it gets to end after SIGTERM, before SIGKILL. */
  patienceMs: number;
  onDeath: (how: string) => void;
}

/** One child process, started again whenever it ends, until it is stopped or its start is hopeless. */
export class SupervisedProcess {
  /** Resolves with the first ready message; rejects when the process will never be ready. */
  readonly ready: Promise<ReadyMessage>;
  /** Resolves when it was stopped; rejects when it is hopeless. */
  readonly ended: Promise<void>;
  private readonly announced = Promise.withResolvers<ReadyMessage>();
  private readonly stopping = new AbortController();
  private child: ChildProcess | undefined;
  private wasReady = false;

  constructor(private readonly options: SupervisedOptions) {
    this.ready = this.announced.promise;
    this.ended = this.run();
    this.ended.then(
      () => this.announced.reject(new Error(`${options.role} was stopped before it was ready`)),
      this.announced.reject,
    );
    this.ready.catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    const { child } = this;
    if (child && child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      const kill = setTimeout(() => child.kill('SIGKILL'), this.options.patienceMs);
      await this.ended.catch(() => undefined);
      clearTimeout(kill);
    }
    await this.ended.catch(() => undefined);
  }

  private async run(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    for (let starts = 1; !this.stopping.signal.aborted; starts++) {
      const startedAt = Date.now();
      const how = await this.live();
      if (this.stopping.signal.aborted) return;
      if (how === `status ${HOPELESS}` || (!this.wasReady && starts === FIRST_STARTS)) {
        throw new StartupError(`The ${this.options.role} process cannot start; it says why above.`);
      }
      if (Date.now() - startedAt > RECOVERED_MS) pauseMs = FIRST_PAUSE_MS;
      this.options.onDeath(`ended (${how}); starting it again in ${pauseMs} ms`);
      await sleep(pauseMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }

  /** One life, from its start to the words for its end. */
  private live(): Promise<string> {
    const { command, environment, role } = this.options;
    const [program, ...args] = command;
    const child = spawn(program, args, {
      env: { ...environment, ROLE: role },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.child = child;
    child.on('message', (message) => {
      this.wasReady = true;
      this.announced.resolve(message as ReadyMessage);
    });
    return new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(signal === null ? `status ${code}` : `signal ${signal}`));
    });
  }
}
