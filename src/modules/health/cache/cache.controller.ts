import { Body, Controller, Get, Header, HttpStatus, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../platform/access/access.decorator.js';
import { type CacheStats, TieredCache } from '../../../platform/cache/index.js';
import { Described } from '../../../platform/http/docs/described.js';
import { IdField } from '../../../platform/http/fields.js';
import { CacheWarmer } from '../../health-record/index.js';
import { FOR_OPERATORS } from '../operators.js';

export class WarmCacheDto {
  @IdField({ optional: true, description: 'Only this patient; all who are likely to be asked for when left out' })
  patientId?: string;
}

/** The two-tier cache. */
@Controller('health/cache')
@Access(FOR_OPERATORS)
export class CacheController {
  constructor(
    private readonly cache: TieredCache,
    private readonly warmer: CacheWarmer,
  ) {}

  /** The tiers of this process; each process has a first tier of its own. */
  @Get('stats')
  @Header('Cache-Control', 'no-store')
  stats(): CacheStats {
    return this.cache.stats();
  }

  /** Fills the cache with what is likely to be asked for. Shows nothing of anybody. */
  @Post('warm')
  @Described(({ ApiResponse }) => ApiResponse({ status: 202, description: 'Filling it for all has begun.' }))
  @Described(({ ApiResponse }) =>
    ApiResponse({ status: 204, description: 'The answers of the one patient are in it.' }),
  )
  @Access({ ...FOR_OPERATORS, action: 'execute' })
  async warm(@Body() { patientId }: WarmCacheDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    if (patientId === undefined) this.warmer.warmAll();
    else await this.warmer.warmOne(patientId);
    reply.status(patientId === undefined ? HttpStatus.ACCEPTED : HttpStatus.NO_CONTENT);
  }
}
