import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { endProcess } from './processes.js';

/** A signal and the milliseconds that the process is given to obey it. */
export type StopStep = readonly [signal: NodeJS.Signals, patienceMs: number];

/** A database server that we started. */
export class ServerProcess {
  readonly port: number;
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<void>;
  private readonly child: ChildProcess;
  private readonly stopSteps: readonly StopStep[];

  constructor(child: ChildProcess, port: number, stopSteps: readonly StopStep[]) {
    this.child = child;
    this.port = port;
    this.stopSteps = stopSteps;
    this.ended = new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  isRunning(): boolean {
    return this.child.pid !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  async stop(): Promise<void> {
    if (!this.isRunning()) return;
    await endProcess(Number(this.child.pid), this.stopSteps);
    await this.ended;
  }
}

/** Starts a server in a session of its own: Ctrl-C in the terminal must not stop it before its clients are done. */
export function launch(command: string, args: string[], options: SpawnOptions): ChildProcess {
  return spawn(command, args, { ...options, cwd: '/', detached: true });
}
