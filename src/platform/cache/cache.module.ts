import { Global, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ENV, type Env } from '../../config/env.js';
import { KEY_PROVIDER, type KeyProvider } from '../crypto/key-provider.js';
import { PatientKeys } from '../crypto/patient-keys.js';
import { CacheEpoch } from './staleness/cache-epoch.js';
import { CacheVersions } from './staleness/cache-versions.js';
import { InvalidationBus } from './staleness/invalidation-bus.js';
import { TieredCache } from './tiered-cache.js';
import { MemoryTier } from './tiers/memory-tier.js';
import { RedisStore } from './tiers/redis-store.js';
import { RedisTier } from './tiers/redis-tier.js';
import { EntrySealer } from './tiers/sealed-entry.js';

/** Two tiers of finished answers, and the versions that say which are stale. */
@Global()
@Module({
  providers: [
    CacheEpoch,
    CacheVersions,
    {
      provide: RedisStore,
      inject: [ENV],
      useFactory: ({ redis }: Env) => new RedisStore(redis.url, redis.commandTimeoutMs),
    },
    { provide: InvalidationBus, inject: [RedisStore], useFactory: (store: RedisStore) => new InvalidationBus(store) },
    {
      provide: TieredCache,
      inject: [ENV, RedisStore, KEY_PROVIDER, CacheEpoch],
      useFactory: ({ cache }: Env, store: RedisStore, keys: KeyProvider, epoch: CacheEpoch) =>
        new TieredCache(
          new MemoryTier({ maxEntries: cache.l1MaxEntries, maxBytes: cache.l1MaxBytes }),
          new RedisTier(store, new EntrySealer(keys)),
          1000 * cache.l1TtlSeconds,
          () => epoch.current,
        ),
    },
  ],
  exports: [TieredCache, CacheVersions, RedisStore, InvalidationBus],
})
export class CacheModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly store: RedisStore,
    private readonly bus: InvalidationBus,
    private readonly cache: TieredCache,
    private readonly patientKeys: PatientKeys,
  ) {}

  onApplicationBootstrap(): void {
    this.bus.on('stale', (tag) => this.cache.free(tag));
    // A destroyed key must not live on in the memory of another process.
    this.bus.on('key-changed', (patientId) => this.patientKeys.forget(patientId));
    this.store.start();
    this.bus.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.bus.close();
    await this.store.close();
  }
}
