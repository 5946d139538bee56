import { Controller, Get, Query } from '@nestjs/common';
import { Access } from '../../../platform/access/access.decorator.js';
import { currentActor } from '../../../platform/access/current-actor.js';
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
  find(@Query() query: SearchQuery): Promise<Page<SearchHit>> {
    return this.search.find(currentActor(), query);
  }
}
