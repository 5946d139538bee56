import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { SealBroken } from '../../crypto/sealed-box.js';
import type { CachedBody } from './cached-body.js';
import { type RedisStore, RedisUnavailable } from './redis-store.js';
import type { EntrySealer } from './sealed-entry.js';

/** Deletes a lock only while it is still ours. */
const RELEASE = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;
/** Writes under way at one time; beyond that a slow Redis would only fill our memory, so values are not kept. */
const PENDING_WRITES_MAX = 256;

/** How to release a lock; or that another process has it; or that nobody can be asked. */
export type LoadLock = (() => Promise<void>) | 'taken' | 'free';

/** The second tier: sealed bodies in Redis, shared by all processes. Whatever is wrong with Redis is a miss. */
export class RedisTier {
  private readonly log = new Logger(RedisTier.name);
  private pendingWrites = 0;

  constructor(
    private readonly store: RedisStore,
    private readonly sealer: EntrySealer,
  ) {}

  get isConnected(): boolean {
    return this.store.isConnected;
  }

  async get(key: string): Promise<CachedBody | undefined> {
    if (!this.store.isConnected) return undefined;
    const name = this.sealer.nameOf(key);
    const bytes = await this.store.cache.get<Buffer>(name);
    if (bytes === undefined) return undefined;
    try {
      return this.sealer.open(name, bytes);
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      this.log.warn('A value in Redis was not what this service had stored there; it was left out.');
      return undefined;
    }
  }

  /** Stores a body for `ttlMs`. It may be lost without a word: Redis holds only what can be rebuilt. */
  async set(key: string, value: CachedBody, ttlMs: number): Promise<void> {
    if (!this.store.isConnected || this.pendingWrites >= PENDING_WRITES_MAX) return;
    this.pendingWrites++;
    try {
      const name = this.sealer.nameOf(key);
      await this.store.cache.set(name, await this.sealer.seal(name, value), ttlMs);
    } catch (error) {
      this.log.warn(`A value could not be kept in Redis: ${error instanceof Error ? error.name : 'unknown error'}`);
    } finally {
      this.pendingWrites--;
    }
  }

  /** Deletes a body; false when Redis did not answer. */
  async delete(key: string): Promise<boolean> {
    const name = this.sealer.nameOf(key);
    return this.unlessAway(async () => {
      await this.store.command((client) => client.del(name));
      return true;
    }, false);
  }

  /**
   * Takes the lock for loading `key`, for at most `ttlMs`. Returns how to release it, `'taken'` when another process loads, or
   * `'free'` when Redis is away and nobody can be asked.
   */
  async lock(key: string, ttlMs: number): Promise<LoadLock> {
    const name = `${this.sealer.nameOf(key)}:loading`;
    const owner = randomUUID();
    return this.unlessAway<LoadLock>(async () => {
      const set = await this.store.command((client) => client.set(name, owner, { NX: true, PX: ttlMs }));
      if (set === null) return 'taken';
      return () =>
        this.unlessAway(
          async () =>
            void (await this.store.command((client) => client.eval(RELEASE, { keys: [name], arguments: [owner] }))),
          undefined,
        );
    }, 'free');
  }

  private async unlessAway<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RedisUnavailable)) throw error;
      return otherwise;
    }
  }
}
