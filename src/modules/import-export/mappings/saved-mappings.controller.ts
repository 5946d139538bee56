import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { Access } from '../../../platform/access/access.decorator.js';
import { currentActor } from '../../../platform/access/current-actor.js';
import type { Page } from '../../../platform/database/keyset.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { IMPORTERS } from '../imports/importers.js';
import { SavedMappingDto, SavedMappingQuery } from './saved-mapping.dto.js';
import type { SavedMapping } from './saved-mapping.view.js';
import { SavedMappingsService } from './saved-mappings.service.js';

/** How an organization’s own files name their columns. */
@Controller('imports/mappings')
export class SavedMappingsController {
  constructor(private readonly mappings: SavedMappingsService) {}

  /** The mappings that the caller’s organization keeps. */
  @Get()
  @Access({ roles: IMPORTERS, action: 'list', resource: 'import-mapping' })
  list(@Query() query: SavedMappingQuery): Promise<Page<SavedMapping>> {
    return this.mappings.list(currentActor(), query);
  }

  /** Keeps a mapping under a name. */
  @Post()
  @Access({ roles: IMPORTERS, action: 'create', resource: 'import-mapping' })
  save(@Body() dto: SavedMappingDto): Promise<SavedMapping> {
    return this.mappings.save(currentActor(), dto);
  }

  /** Forgets a mapping. */
  @Delete(':mappingId')
  @HttpCode(204)
  @Access({ roles: IMPORTERS, action: 'delete', resource: 'import-mapping' })
  delete(@IdParam('mappingId') id: string): Promise<void> {
    return this.mappings.delete(currentActor(), id);
  }
}
