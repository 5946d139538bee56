import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const LOADER = join(process.cwd(), 'scripts/source-loader.mjs');
const MAIN = join(process.cwd(), 'src/main.ts');

/** A real worker process, started from the sources. It is at work as soon as it has compiled itself; a spec waits for its deeds. */
export class WorkerProcess implements AsyncDisposable {
  private said = '';

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes) => (this.said += String(bytes)));
  }

  static start(variables: Record<string, string>): WorkerProcess {
    const child = spawn(process.execPath, ['--no-warnings', '--import', LOADER, MAIN], {
      env: { PATH: process.env['PATH'], ...variables, ROLE: 'worker' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new WorkerProcess(child);
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** What it wrote to its log. */
  get log(): string {
    return this.said;
  }

  hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Freezes the process as a machine that is swapped out does; it knows nothing of the time that passes. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  /** Ends it as a crash does. */
  async kill(): Promise<void> {
    if (this.hasEnded()) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }
}
