import {
  Body,
  Controller,
  Get,
  HttpCode,
  type MessageEvent,
  Post,
  Query,
  Res,
  Sse,
  type StreamableFile,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Observable } from 'rxjs';
import { Access } from '../../../platform/access/access.decorator.js';
import { currentActor } from '../../../platform/access/current-actor.js';
import type { Page } from '../../../platform/database/keyset.js';
import { CanFailWith } from '../../../platform/http/docs/can-fail-with.decorator.js';
import { Described } from '../../../platform/http/docs/described.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { Idempotent } from '../../../platform/http/idempotency.js';
import { PageQuery } from '../../../platform/http/paging.dto.js';
import { FILE_TYPES } from '../export-formats/file-kinds.rules.js';
import { ExportEvents } from './export-events.js';
import { ExportFiles } from './export-files.js';
import { CreateExportDto } from './export.dto.js';
import { EXPORTERS } from './export.rules.js';
import type { ExportView } from './export.view.js';
import { ExportsService } from './exports.service.js';

/** Records as files of any size. */
@Controller('exports')
export class ExportsController {
  constructor(
    private readonly exports: ExportsService,
    private readonly progress: ExportEvents,
    private readonly files: ExportFiles,
  ) {}

  /** Orders a file. It is written after the answer; its `Location` says how far it is. */
  @Post()
  @HttpCode(202)
  @Idempotent()
  @Access({ roles: EXPORTERS, action: 'export', resource: 'export' })
  async order(@Body() body: CreateExportDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<ExportView> {
    const view = await this.exports.order(currentActor(), body);
    reply.header('Location', `/api/exports/${view.id}`);
    return view;
  }

  /** The exports of the caller’s organizations, the newest first. */
  @Get()
  @Access({ roles: EXPORTERS, action: 'list', resource: 'export' })
  list(@Query() query: PageQuery): Promise<Page<ExportView>> {
    return this.exports.list(currentActor(), query);
  }

  /** How far an export is. */
  @Get(':exportId')
  @Access({ roles: EXPORTERS, action: 'read', resource: 'export' })
  read(@IdParam('exportId') id: string): Promise<ExportView> {
    return this.exports.read(currentActor(), id);
  }

  /** The same object as server-sent events. */
  @Sse(':exportId/events')
  @Access({ roles: EXPORTERS, action: 'read', resource: 'export' })
  events(@IdParam('exportId') id: string): Promise<Observable<MessageEvent>> {
    return this.progress.of(currentActor(), id);
  }

  /** The file. */
  @Get(':exportId/file')
  @Described(({ ApiProduces }) => ApiProduces(...FILE_TYPES))
  @CanFailWith(409, 410)
  @Access({ roles: EXPORTERS, action: 'download', resource: 'export' })
  async file(@IdParam('exportId') id: string): Promise<StreamableFile> {
    return this.files.open(await this.exports.read(currentActor(), id));
  }

  /** Stops an export. */
  @Post(':exportId/cancel')
  @HttpCode(202)
  @CanFailWith(409)
  @Access({ roles: EXPORTERS, action: 'cancel', resource: 'export' })
  cancel(@IdParam('exportId') id: string): Promise<ExportView> {
    return this.exports.cancel(currentActor(), id);
  }
}
