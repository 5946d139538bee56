import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { startRedis } from './redis.js';
import type { ServerProcess } from './server-process.js';

const password = 'spec-only';
let directory: string;
const started: ServerProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'white-cross-redis-'));
});
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function start(): Promise<ServerProcess> {
  const server = await startRedis({ directory, preferredPort: 0, password, durable: true });
  started.push(server);
  return server;
}

async function withClient<T>(port: number, work: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis({ port, host: '127.0.0.1', password, retryStrategy: () => null });
  try {
    return await work(client);
  } finally {
    client.disconnect();
  }
}

describe('the private Redis', () => {
  it('keeps what it was told over a stop, and wants its password', async () => {
    const first = await start();
    await withClient(first.port, (client) => client.set('k', 'v'));
    await first.stop();
    const second = await start();
    expect(await withClient(second.port, (client) => client.get('k'))).toBe('v');
    const stranger = new Redis({ port: second.port, host: '127.0.0.1', retryStrategy: () => null });
    stranger.on('error', () => undefined);
    await expect(stranger.get('k')).rejects.toThrow('NOAUTH');
    stranger.disconnect();
  });

  it('takes the place of one that a killed supervisor left running', async () => {
    const orphan = await start();
    await withClient(orphan.port, (client) => client.set('k', 'v'));
    const heir = await start();
    await orphan.ended;
    expect(await withClient(heir.port, (client) => client.get('k'))).toBe('v');
  });

  it('puts a file aside that it cannot read, for all it holds can be rebuilt', async () => {
    const first = await start();
    await withClient(first.port, (client) => client.set('k', 'v'));
    await first.stop();
    const files = join(directory, 'appendonlydir');
    for (const file of readdirSync(files))
      if (file.endsWith('.incr.aof')) writeFileSync(join(files, file), 'no such thing\r\n*1\r\n');
    const second = await start();
    expect(await withClient(second.port, (client) => client.get('k'))).toBeNull();
    expect(readdirSync(directory).some((name) => name.startsWith('appendonlydir.unreadable'))).toBe(true);
  });
});
