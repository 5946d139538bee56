import { setTimeout as sleep } from 'node:timers/promises';
import { type CachedBody, finishedBody, type LoadedBody } from './tiers/cached-body.js';
import { CacheFigures, type CacheStats } from './cache-figures.js';
import { SingleFlight } from './single-flight.js';
import type { MemoryTier } from './tiers/memory-tier.js';
import type { RedisTier } from './tiers/redis-tier.js';

/** Where an answer came from, as `X-Cache` says it. */
export type Tier = 'L1' | 'L2' | 'MISS' | 'STALE';

/** What to read: an entry's identity without its version, the version the reader must see at least, and how long to keep it. */
export interface CacheRequest {
  readonly kind: string;
  readonly tag: string;
  /** Names the answer among all; `keyOf` adds the version. */
  readonly identity: string;
  readonly version: string;
  readonly ttlMs: number;
  /** One load at a time across all processes. */
  readonly isCostly: boolean;
  /** Whether an older answer may stand in when the load fails. */
  readonly staleOnError: boolean;
}

export interface CacheAnswer {
  readonly tier: Tier;
  readonly value: CachedBody;
}

type FreedListener = (tag: string, kinds: ReadonlySet<string>) => void;

const TTL_JITTER = 0.1;
const LOCK_TTL_MS = 10_000;
const LOCK_POLL_MS = 25;
const LOCK_PATIENCE_MS = 5000;
const STALE_TTL_MS = 3_600_000;

/**
 * Two tiers of finished response bodies. The version a reader saw is part of the key, so that no entry from before a write can
 * be found after it; see `CacheVersions`. Losing Redis costs speed and nothing else.
 */
export class TieredCache {
  readonly figures = new CacheFigures();
  private readonly freedListeners: FreedListener[] = [];
  private readonly flights = new SingleFlight<CacheAnswer>();

  constructor(
    private readonly memory: MemoryTier,
    private readonly redis: RedisTier,
    private readonly memoryTtlMs: number,
    /** Distinguishes databases and their timelines: a restored database counts its versions anew. */
    private readonly epoch: () => string,
  ) {}

  /** The body from this process's memory, at no cost but a look-up. */
  inMemory(request: CacheRequest): CachedBody | undefined {
    const value = this.memory.get(this.keyOf(request, request.version));
    const { l1 } = this.figures.of(request.kind);
    if (value) l1.hits++;
    else l1.misses++;
    return value;
  }

  /** The body from Redis, or loaded; one flight per key. Call it when `inMemory` had nothing. */
  fetch(request: CacheRequest, load: () => Promise<LoadedBody>): Promise<CacheAnswer> {
    const key = this.keyOf(request, request.version);
    return this.flights.run(
      key,
      async () => (await this.fromRedis(request, key)) ?? this.loadOrStale(request, key, load),
    );
  }

  /** Drops one answer from both tiers; false when Redis did not answer. For what is bounded by time alone. */
  async drop(request: CacheRequest): Promise<boolean> {
    const key = this.keyOf(request, request.version);
    this.memory.delete(key);
    return this.redis.delete(key);
  }

  /** Frees the memory of a stale tag. */
  free(tag: string): void {
    this.figures.invalidations++;
    const kinds = this.memory.free(tag);
    if (kinds.size === 0) return;
    for (const listener of this.freedListeners) listener(tag, kinds);
  }

  /** Calls `listener` with each tag that went stale while this process's memory held answers of it, and with their kinds. */
  onFreed(listener: FreedListener): void {
    this.freedListeners.push(listener);
  }

  stats(): CacheStats {
    return this.figures.stats(this.memory.size, this.redis.isConnected);
  }

  private async fromRedis(request: CacheRequest, key: string): Promise<CacheAnswer | undefined> {
    const value = await this.redis.get(key);
    const { l2 } = this.figures.of(request.kind);
    if (!value) {
      l2.misses++;
      return undefined;
    }
    l2.hits++;
    this.keepInMemory(request, key, value);
    return { tier: 'L2', value };
  }

  private async loadOrStale(request: CacheRequest, key: string, load: () => Promise<LoadedBody>): Promise<CacheAnswer> {
    try {
      return request.isCostly ? await this.loadAlone(request, key, load) : await this.load(request, load);
    } catch (error) {
      const older = request.staleOnError && !isCallersFault(error) ? await this.lastKnown(request) : undefined;
      if (!older) throw error;
      this.figures.stale++;
      return { tier: 'STALE', value: older };
    }
  }

  /** Loads under a lock in Redis. Who finds it taken waits for the other's result, and loads itself when none comes. */
  private async loadAlone(request: CacheRequest, key: string, load: () => Promise<LoadedBody>): Promise<CacheAnswer> {
    const lock = await this.redis.lock(key, LOCK_TTL_MS);
    if (lock === 'taken') {
      const deadline = Date.now() + LOCK_PATIENCE_MS;
      while (Date.now() < deadline && this.redis.isConnected) {
        await sleep(LOCK_POLL_MS);
        const value = await this.redis.get(key);
        if (!value) continue;
        this.keepInMemory(request, key, value);
        return { tier: 'L2', value };
      }
    }
    try {
      return await this.load(request, load, { untilStored: lock !== 'free' });
    } finally {
      if (typeof lock === 'function') await lock();
    }
  }

  private async load(
    request: CacheRequest,
    load: () => Promise<LoadedBody>,
    { untilStored = false } = {},
  ): Promise<CacheAnswer> {
    const loaded = await load();
    const value = finishedBody(loaded);
    // Under the version its own snapshot saw, which may be newer than the one it was asked for.
    const key = this.keyOf(request, String(loaded.version));
    this.keepInMemory(request, key, value);
    const stored = this.redis.set(key, value, jittered(request.ttlMs));
    if (request.staleOnError) this.keepLastKnown(request, value);
    if (untilStored) await stored;
    return { tier: 'MISS', value };
  }

  private keepInMemory(request: CacheRequest, key: string, value: CachedBody): void {
    this.memory.set(key, request, value, Math.min(this.memoryTtlMs, jittered(request.ttlMs)));
  }

  private keepLastKnown(request: CacheRequest, value: CachedBody): void {
    const key = this.keyOf(request, 'last known');
    this.memory.set(key, { tag: key, kind: request.kind }, value, STALE_TTL_MS);
    void this.redis.set(key, value, STALE_TTL_MS);
  }

  private async lastKnown(request: CacheRequest): Promise<CachedBody | undefined> {
    const key = this.keyOf(request, 'last known');
    return this.memory.get(key) ?? (await this.redis.get(key));
  }

  private keyOf(request: CacheRequest, version: string): string {
    return `${request.identity}#${version}@${this.epoch()}`;
  }
}

/** Spread, so that what was stored together does not expire together. */
function jittered(ttlMs: number): number {
  return ttlMs * (1 - TTL_JITTER + 2 * TTL_JITTER * Math.random());
}

/** An answer below 500 tells the caller something; an older body must not hide it. */
function isCallersFault(error: unknown): boolean {
  const status = (error as { status?: unknown }).status;
  return typeof status === 'number' && status < 500;
}
