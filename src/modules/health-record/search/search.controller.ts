import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../platform/access/access.decorator.js';
import { currentActor } from '../../../platform/access/current-actor.js';
import { tellTier } from '../../../platform/cache/index.js';
import type { Page } from '../../../platform/database/keyset.js';
import { RECORD_READERS } from '../../patients/patient.rules.js';
import { SearchQuery } from './search.dto.js';
import { SearchService, type SearchHit } from './search.service.js';

/** Full text search in visits. */
@Controller('health-records/search')
export class SearchController {
  constructor(private readonly search: SearchService) {}

  /** Records whose description, notes or provider hold what was typed. */
  @Get()
  @Access({ roles: RECORD_READERS, action: 'search', resource: 'health-record' })
  async find(@Query() query: SearchQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<Page<SearchHit>> {
    const { found, cached } = await this.search.find(currentActor(), query);
    tellTier(reply, cached);
    return found;
  }
}
