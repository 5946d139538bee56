export type { LoadedBody } from './tiers/cached-body.js';
export type { CacheStats } from './cache-figures.js';
export { CacheModule } from './cache.module.js';
export { CacheVersions } from './staleness/cache-versions.js';
export { Cached } from './routes/cached.decorator.js';
export { InvalidatesCache } from './routes/invalidates-cache.decorator.js';
export { InvalidationBus } from './staleness/invalidation-bus.js';
export { TieredCache } from './tiered-cache.js';
export { RedisStore } from './tiers/redis-store.js';
