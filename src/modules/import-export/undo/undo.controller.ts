import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { Access } from '../../../platform/access/access.decorator.js';
import { currentActor } from '../../../platform/access/current-actor.js';
import type { Page } from '../../../platform/database/keyset.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { PageQuery } from '../../../platform/http/paging.dto.js';
import type { ImportView } from '../imports/import.view.js';
import { IMPORTERS } from '../imports/importers.js';
import type { KeptRecord } from './touched-rows.js';
import { type UndoOutlook, UndoService } from './undo.service.js';

/** Taking an import back. */
@Controller('imports')
export class UndoController {
  constructor(private readonly undo: UndoService) {}

  /** What taking an import back would do now. */
  @Get(':importId/undo')
  @Access({ roles: IMPORTERS, action: 'read', resource: 'import-undo' })
  outlook(@IdParam('importId') id: string): Promise<UndoOutlook> {
    return this.undo.outlook(currentActor(), id);
  }

  /** The records that stayed when the import was taken back, and why. */
  @Get(':importId/kept')
  @Access({ roles: IMPORTERS, action: 'list', resource: 'import-kept-record' })
  kept(@IdParam('importId') id: string, @Query() query: PageQuery): Promise<Page<KeptRecord>> {
    return this.undo.kept(currentActor(), id, query);
  }

  /** Takes an import back. The work goes on after the answer. */
  @Post(':importId/undo')
  @HttpCode(202)
  @Access({ roles: IMPORTERS, action: 'execute', resource: 'import-undo' })
  request(@IdParam('importId') id: string): Promise<ImportView> {
    return this.undo.request(currentActor(), id);
  }
}
