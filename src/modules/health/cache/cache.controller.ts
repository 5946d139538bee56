import { Body, Controller, Get, Header, HttpStatus, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../platform/access/access.decorator.js';
import { type CacheStats, TieredCache } from '../../../platform/cache/index.js';
import { IdField } from '../../../platform/http/fields.js';
import { CacheWarmer } from '../../health-record/index.js';
import { FOR_OPERATORS } from '../operators.js';

export class WarmCacheDto {
  @IdField({ optional: true, description: 'Only this patient; all who are likely to be asked for when left out' })
  patientId?: string;
}

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

  /** 204 when one patient's answers are in the cache, 202 when filling it for all has begun. Shows nothing of anybody. */
  @Post('warm')
  @Access({ ...FOR_OPERATORS, action: 'execute' })
  async warm(@Body() { patientId }: WarmCacheDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    if (patientId === undefined) this.warmer.warmAll();
    else await this.warmer.warmOne(patientId);
    reply.status(patientId === undefined ? HttpStatus.ACCEPTED : HttpStatus.NO_CONTENT);
  }
}
