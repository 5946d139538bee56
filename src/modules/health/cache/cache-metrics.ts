import { Injectable } from '@nestjs/common';
import { Counter, Gauge, register } from 'prom-client';
import { TieredCache } from '../../../platform/cache/index.js';

/** Exports what the cache counts: look-ups by kind, tier and result, and what the first tier holds. */
@Injectable()
export class CacheMetrics {
  constructor(cache: TieredCache) {
    const requests: Counter<'kind' | 'tier' | 'result'> = new Counter({
      name: 'cache_requests_total',
      help: 'Look-ups; the second tier is asked only after the first missed',
      labelNames: ['kind', 'tier', 'result'],
      registers: [],
      collect: () => {
        requests.reset();
        for (const [kind, figures] of Object.entries(cache.stats().kinds)) {
          for (const tier of ['l1', 'l2'] as const) {
            requests.inc({ kind, tier, result: 'hit' }, figures[tier].hits);
            requests.inc({ kind, tier, result: 'miss' }, figures[tier].misses);
          }
        }
      },
    });
    const bytes: Gauge = new Gauge({
      name: 'cache_memory_bytes',
      help: 'Bytes of answers in the first tier',
      registers: [],
      collect: () => bytes.set(cache.stats().l1.bytes),
    });
    for (const [name, metric] of [
      ['cache_requests_total', requests],
      ['cache_memory_bytes', bytes],
    ] as const) {
      register.removeSingleMetric(name);
      register.registerMetric(metric);
    }
  }
}
