import { Controller, Get, Header } from '@nestjs/common';
import { Access } from '../../../platform/access/access.decorator.js';
import { type CacheStats, TieredCache } from '../../../platform/cache/index.js';
import { FOR_OPERATORS } from '../operators.js';

@Controller('health/cache')
@Access(FOR_OPERATORS)
export class CacheController {
  constructor(private readonly cache: TieredCache) {}

  /** The tiers of this process; each process has a first tier of its own. */
  @Get('stats')
  @Header('Cache-Control', 'no-store')
  stats(): CacheStats {
    return this.cache.stats();
  }
}
