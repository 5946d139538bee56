import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const LOADER = join(process.cwd(), 'scripts/source-loader.mjs');
/** Compiling the sources takes seconds, on a busy machine many. */
const PATIENCE_MS = 120_000;
/** Characters of what a process said last, enough for a stack. */
const LAST_WORDS = 4000;
const MAIN = join(process.cwd(), 'src/main.ts');

/** A real process of the service, started from the sources, with the environment it is given. */
export class ApiProcess implements AsyncDisposable {
  private said = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /** Resolves once the process is ready; rejects with what it said when it ends before. */
  static async start(variables: Record<string, string>): Promise<ApiProcess> {
    const port = await freePort();
    const child = spawn(process.execPath, ['--no-warnings', '--import', LOADER, MAIN], {
      env: { PATH: process.env['PATH'], ...variables, ROLE: 'api', PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const deadline = performance.now() + PATIENCE_MS;
    const started = new ApiProcess(child, `http://127.0.0.1:${port}`);
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (started.said += String(bytes)));
    while (!(await started.isReady())) {
      if (child.exitCode === null && performance.now() < deadline) {
        await sleep(50);
        continue;
      }
      await started.kill();
      throw new Error(`The process did not become ready: ${started.said}`);
    }
    return started;
  }

  /** True once the process is gone, whoever ended it. */
  private get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** How the process ended by itself, with the end of what it said; undefined while it lives. */
  get lastWords(): string | undefined {
    if (!this.hasEnded) return undefined;
    return `${this.child.signalCode ?? this.child.exitCode}: ${this.said.slice(-LAST_WORDS)}`;
  }

  /** Ends the process in order. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** Ends it as a crash does. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }

  private async isReady(): Promise<boolean> {
    const answer = await fetch(`${this.url}/api/health/live`).catch(() => undefined);
    await answer?.arrayBuffer();
    return answer?.status === 200;
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.hasEnded) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
