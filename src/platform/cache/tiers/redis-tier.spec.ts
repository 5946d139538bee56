import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { createClient } from 'redis';
import { type BodyStore, keepsTheContractOfABodyStore } from '../../../testing/body-store-contract.js';
import { eventually } from '../../../testing/eventually.js';
import { RedisProxy } from '../../../testing/redis-proxy.js';
import { KeyRing } from '../../crypto/key-ring.js';
import { type CachedBody, finishedBody } from './cached-body.js';
import { RedisStore } from './redis-store.js';
import { RedisTier } from './redis-tier.js';
import { EntrySealer } from './sealed-entry.js';

Logger.overrideLogger(false);

const HOUR_MS = 3_600_000;
const bodyOf = (text: string) => finishedBody({ body: text, version: 1 });

function pipe(one: Socket, other: Socket): void {
  other.on('error', () => undefined);
  one.pipe(other).pipe(one);
}

describe('The Redis tier', () => {
  let proxy: RedisProxy;
  let store: RedisStore;
  let sealer: EntrySealer;
  let tier: RedisTier;

  beforeEach(async () => {
    proxy = await RedisProxy.start(String(process.env['TEST_REDIS_URL']));
    store = new RedisStore(proxy.url, 10_000);
    sealer = new EntrySealer(new KeyRing([randomBytes(32)]));
    tier = new RedisTier(store, sealer);
    store.start();
    await connected();
  });

  afterEach(async () => {
    await store.close();
    await proxy.kill();
  });

  const connected = () => eventually(() => store.isConnected, Boolean);
  const openStore = (): BodyStore => ({
    get: (key) => tier.get(key),
    set: (key, value, ttlMs) => tier.set(key, value, ttlMs),
    delete: (key) => tier.delete(key),
    lose: () => proxy.kill(),
    restore: () => proxy.restart(),
  });

  keepsTheContractOfABodyStore(openStore);

  it('tries again when Redis hangs up within the handshake', async () => {
    const { hostname, port } = new URL(proxy.url);
    let hungUp = 0;
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      if (hungUp++ < 3) socket.once('data', () => socket.end());
      else pipe(socket, connect(Number(port), hostname));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = new URL(proxy.url);
    url.port = String((server.address() as AddressInfo).port);
    const shaken = new RedisStore(url.href, 1000);
    shaken.start();
    await eventually(() => shaken.isConnected, Boolean);
    expect(hungUp).toBe(4);
    await shaken.close();
    server.close();
  });

  it('ends while it still tries to connect', async () => {
    const nowhere = new RedisStore('redis://127.0.0.1:1', 1000);
    nowhere.start();
    await sleep(50);
    await nowhere.close();
    expect(nowhere.isConnected).toBe(false);
  });

  it('lets a hung Redis cost one wait and then nothing, and finds it again by itself', async () => {
    const impatient = new RedisStore(proxy.url, 100);
    const tried = new RedisTier(impatient, sealer);
    impatient.start();
    await eventually(() => impatient.isConnected, Boolean);
    proxy.pause();
    await eventually(
      () => tried.get('any'),
      () => !impatient.isConnected,
    );
    expect(await tried.get('any')).toBeUndefined();
    proxy.resume();
    const back = await eventually(
      async () => {
        await tried.set('after', bodyOf('after'), HOUR_MS);
        return tried.get('after');
      },
      (value) => value !== undefined,
    );
    expect(back?.body.toString()).toBe('after');
    await impatient.close();
  });

  it('starts while Redis is away, and uses it once it is there', async () => {
    await proxy.kill();
    const late = new RedisStore(proxy.url, 10_000);
    late.start();
    expect(late.isConnected).toBe(false);
    await proxy.restart();
    await eventually(() => late.isConnected, Boolean);
    await late.close();
  });

  it('stores neither a readable name nor a readable value, and always a time to live', async () => {
    await tier.set('summary of Ana Ruiz', bodyOf('penicillin '.repeat(200)), HOUR_MS);
    await withRawClient(async (raw) => {
      const name = sealer.nameOf('summary of Ana Ruiz');
      const stored = await raw.get(name);
      expect(name).not.toContain('Ana');
      expect(stored).not.toContain('penicillin');
      expect(stored?.length).toBeLessThan(1000);
      expect(await raw.pTTL(name)).toBeGreaterThan(HOUR_MS / 2);
    });
  });

  it('takes a value that was changed, or moved to another name, for a miss', async () => {
    await tier.set('ana', bodyOf('ana'), HOUR_MS);
    await withRawClient(async (raw) => {
      await raw.copy(sealer.nameOf('ana'), sealer.nameOf('ben'));
      expect(await tier.get('ben')).toBeUndefined();
      await raw.set(sealer.nameOf('ana'), 'rubbish');
      expect(await tier.get('ana')).toBeUndefined();
    });
  });

  it('gives the lock for a load to one, until it is released or its time is over', async () => {
    const release = await tier.lock('load', HOUR_MS);
    expect(typeof release).toBe('function');
    expect(await tier.lock('load', HOUR_MS)).toBe('taken');
    if (typeof release === 'function') await release();
    expect(typeof (await tier.lock('load', 20))).toBe('function');
    await eventually(
      () => tier.lock('load', HOUR_MS),
      (lock) => lock !== 'taken',
    );
    await proxy.kill();
    expect(await tier.lock('load', HOUR_MS)).toBe('free');
  });

  async function withRawClient(work: (client: ReturnType<typeof createClient>) => Promise<void>): Promise<void> {
    const raw = createClient({ url: proxy.url });
    raw.on('error', () => undefined);
    await raw.connect();
    await work(raw);
    await raw.disconnect();
  }
});

describe('A sealed entry', () => {
  it('opens to the same body under its own name only', async () => {
    const sealer = new EntrySealer(new KeyRing([randomBytes(32)]));
    const value: CachedBody = { ...bodyOf('[1,2]'.repeat(1000)), contentType: 'text/plain', loadedAt: 1234.5 };
    const bytes = await sealer.seal('a', value);
    expect(sealer.open('a', bytes)).toEqual(value);
    expect(() => sealer.open('b', bytes)).toThrow('does not open here');
  });
});
