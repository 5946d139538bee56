import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A TCP proxy before the suite's Redis that can be killed, paused and started again, as Redis itself would be. */
export class RedisProxy implements AsyncDisposable {
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private port = 0;
  private isPaused = false;

  private constructor(private readonly target: URL) {}

  static async start(redisUrl: string): Promise<RedisProxy> {
    const proxy = new RedisProxy(new URL(redisUrl));
    await proxy.restart();
    return proxy;
  }

  /** Where to connect instead of the real one; stays the same over restarts. */
  get url(): string {
    const url = new URL(this.target);
    url.hostname = '127.0.0.1';
    url.port = String(this.port);
    return url.toString();
  }

  /** Ends every connection and refuses new ones, as a killed server does. */
  async kill(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    for (const socket of this.sockets) socket.destroy();
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  /** Listens again, at the same port. */
  async restart(): Promise<void> {
    if (this.server) return;
    this.isPaused = false;
    const server = createServer((near) => this.join(near));
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', resolve);
    });
    this.port = (server.address() as AddressInfo).port;
  }

  /** Accepts connections and bytes but answers nothing, as a server that hangs does. */
  pause(): void {
    this.isPaused = true;
    for (const socket of this.sockets) socket.pause();
  }

  resume(): void {
    this.isPaused = false;
    for (const socket of this.sockets) socket.resume();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }

  private join(near: Socket): void {
    const far = connect(Number(this.target.port || 6379), this.target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(from);
      from.on('data', (bytes) => to.write(bytes));
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
      if (this.isPaused) from.pause();
    }
  }
}
