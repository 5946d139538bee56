import {
  Controller,
  Get,
  Header,
  Headers,
  HttpCode,
  type MessageEvent,
  Post,
  Query,
  Req,
  Res,
  Sse,
  StreamableFile,
} from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import type { Observable } from 'rxjs';
import { Access } from '../../../platform/access/access.decorator.js';
import { currentActor } from '../../../platform/access/current-actor.js';
import type { Page } from '../../../platform/database/keyset.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { PageQuery } from '../../../platform/http/paging.dto.js';
import { ErrorsCsv } from './errors-csv.js';
import { ImportEvents } from './import-events.js';
import { type ImportPreview, ImportPreviewService } from './import-preview.service.js';
import type { ImportErrorView, ImportView } from './import.view.js';
import { idempotencyKey, IMPORTERS } from './importers.js';
import { ImportsService } from './imports.service.js';
import { WORKBOOK_TYPE, workbookOf } from '../xlsx/workbook-writer.js';

const FORM = {
  schema: {
    type: 'object',
    required: ['type', 'organizationId', 'file'],
    properties: {
      type: { type: 'string', enum: ['patients', 'allergies', 'chronic-conditions', 'vaccinations', 'health-records'] },
      organizationId: { type: 'string', format: 'uuid' },
      mapping: { type: 'string', description: 'JSON object from the file’s columns to our fields' },
      mappingId: { type: 'string', format: 'uuid', description: 'a saved mapping, instead of `mapping`' },
      dateFormat: { type: 'string', enum: ['iso', 'mdy', 'dmy'] },
      sheet: { type: 'string', description: 'of a workbook, the name of the sheet; its first one when absent' },
      dryRun: { type: 'boolean' },
      file: {
        type: 'string',
        format: 'binary',
        description: 'CSV (UTF-8) or Excel workbook (.xlsx); the last part of the form',
      },
    },
  },
};

@Controller('imports')
export class ImportsController {
  constructor(
    private readonly imports: ImportsService,
    private readonly previews: ImportPreviewService,
    private readonly progress: ImportEvents,
    private readonly errorsCsv: ErrorsCsv,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiConsumes('multipart/form-data')
  @ApiBody(FORM)
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @Access({ roles: IMPORTERS, action: 'import', resource: 'import' })
  async receive(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('idempotency-key') key?: string,
  ): Promise<ImportView> {
    const view = await this.imports.receive(currentActor(), request, idempotencyKey(key));
    reply.header('Location', `/api/imports/${view.id}`);
    return view;
  }

  @Post('preview')
  @HttpCode(200)
  @ApiConsumes('multipart/form-data')
  @ApiBody(FORM)
  @Access({ roles: IMPORTERS, action: 'read', resource: 'import-preview' })
  preview(@Req() request: FastifyRequest): Promise<ImportPreview> {
    return this.previews.preview(currentActor(), request);
  }

  @Get()
  @Access({ roles: IMPORTERS, action: 'list', resource: 'import' })
  list(@Query() query: PageQuery): Promise<Page<ImportView>> {
    return this.imports.list(currentActor(), query);
  }

  @Get(':importId')
  @Access({ roles: IMPORTERS, action: 'read', resource: 'import' })
  read(@IdParam('importId') id: string): Promise<ImportView> {
    return this.imports.read(currentActor(), id);
  }

  @Sse(':importId/events')
  @Access({ roles: IMPORTERS, action: 'read', resource: 'import' })
  events(@IdParam('importId') id: string): Promise<Observable<MessageEvent>> {
    return this.progress.of(currentActor(), id);
  }

  @Get(':importId/errors')
  @Access({ roles: IMPORTERS, action: 'list', resource: 'import-error' })
  errors(@IdParam('importId') id: string, @Query() query: PageQuery): Promise<Page<ImportErrorView>> {
    return this.imports.errors(currentActor(), id, query);
  }

  @Get(':importId/errors.csv')
  @Header('Content-Disposition', 'attachment; filename="import-errors.csv"')
  @Access({ roles: IMPORTERS, action: 'download', resource: 'import-error' })
  async errorsFile(@IdParam('importId') id: string): Promise<StreamableFile> {
    await this.imports.read(currentActor(), id);
    const lines = await this.errorsCsv.open(id);
    return new StreamableFile(Readable.from(lines, { objectMode: false }), { type: 'text/csv; charset=utf-8' });
  }

  @Get(':importId/errors.xlsx')
  @Header('Content-Disposition', 'attachment; filename="import-errors.xlsx"')
  @Access({ roles: IMPORTERS, action: 'download', resource: 'import-error' })
  async errorsWorkbook(@IdParam('importId') id: string): Promise<StreamableFile> {
    await this.imports.read(currentActor(), id);
    return new StreamableFile(workbookOf(await this.errorsCsv.rows(id)), { type: WORKBOOK_TYPE });
  }

  @Post(':importId/cancel')
  @HttpCode(202)
  @Access({ roles: IMPORTERS, action: 'cancel', resource: 'import' })
  cancel(@IdParam('importId') id: string): Promise<ImportView> {
    return this.imports.cancel(currentActor(), id);
  }
}
