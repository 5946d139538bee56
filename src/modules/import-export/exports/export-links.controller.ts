import { Body, Controller, Get, Param, Post, type StreamableFile } from '@nestjs/common';
import { Access } from '../../../platform/access/access.decorator.js';
import { currentActor } from '../../../platform/access/current-actor.js';
import { CanFailWith } from '../../../platform/http/docs/can-fail-with.decorator.js';
import { Described } from '../../../platform/http/docs/described.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { FILE_TYPES } from '../export-formats/file-kinds.rules.js';
import { ExportLinkDto } from './export.dto.js';
import { EXPORTERS } from './export.rules.js';
import { type ExportLink, ExportLinks } from './export-links.js';

/** Links to exported files that need no session, and expire. */
@Controller('exports/:exportId/links')
export class ExportLinksController {
  constructor(private readonly links: ExportLinks) {}

  /** A link to the file, for whoever has it: it opens this file, for so many minutes, on behalf of the caller. */
  @Post()
  @CanFailWith(409, 410)
  @Access({ roles: EXPORTERS, action: 'create', resource: 'export-link' })
  make(@IdParam('exportId') id: string, @Body() { minutes = 15 }: ExportLinkDto): Promise<ExportLink> {
    return this.links.make(currentActor(), id, minutes);
  }

  /** The file, by a link. */
  @Get(':token')
  @Described(({ ApiProduces }) => ApiProduces(...FILE_TYPES))
  @CanFailWith(404, 409, 410)
  @Access({ open: 'the link is signed, names one file and one person, and expires within a day' })
  open(@IdParam('exportId') id: string, @Param('token') token: string): Promise<StreamableFile> {
    return this.links.open(id, token);
  }
}
