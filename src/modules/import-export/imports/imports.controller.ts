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
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import type { Observable } from 'rxjs';
import { Access } from '../../../platform/access/access.decorator.js';
import { currentActor } from '../../../platform/access/current-actor.js';
import type { Page } from '../../../platform/database/keyset.js';
import { CanFailWith } from '../../../platform/http/docs/can-fail-with.decorator.js';
import { Described } from '../../../platform/http/docs/described.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { TakesIdempotencyKey } from '../../../platform/http/idempotency.js';
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

/** A nurse’s files. */
@Controller('imports')
export class ImportsController {
  constructor(
    private readonly imports: ImportsService,
    private readonly previews: ImportPreviewService,
    private readonly progress: ImportEvents,
    private readonly errorsCsv: ErrorsCsv,
  ) {}

  /** Takes a CSV file to import. The work goes on after the answer; its `Location` says how far it is. */
  @Post()
  @HttpCode(202)
  @Described(({ ApiConsumes }) => ApiConsumes('multipart/form-data'))
  @Described(({ ApiBody }) => ApiBody(FORM))
  @TakesIdempotencyKey()
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

  /** What an import would make of the first rows. Nothing is kept. */
  @Post('preview')
  @HttpCode(200)
  @Described(({ ApiConsumes }) => ApiConsumes('multipart/form-data'))
  @Described(({ ApiBody }) => ApiBody(FORM))
  @Access({ roles: IMPORTERS, action: 'read', resource: 'import-preview' })
  preview(@Req() request: FastifyRequest): Promise<ImportPreview> {
    return this.previews.preview(currentActor(), request);
  }

  /** The imports of the caller’s organizations, the newest first. */
  @Get()
  @Access({ roles: IMPORTERS, action: 'list', resource: 'import' })
  list(@Query() query: PageQuery): Promise<Page<ImportView>> {
    return this.imports.list(currentActor(), query);
  }

  /** How far an import is. At the end, rows inserted, duplicate and rejected add up to the total. */
  @Get(':importId')
  @Access({ roles: IMPORTERS, action: 'read', resource: 'import' })
  read(@IdParam('importId') id: string): Promise<ImportView> {
    return this.imports.read(currentActor(), id);
  }

  /** The same object as server-sent events. Once a second while it changes. */
  @Sse(':importId/events')
  @Access({ roles: IMPORTERS, action: 'read', resource: 'import' })
  events(@IdParam('importId') id: string): Promise<Observable<MessageEvent>> {
    return this.progress.of(currentActor(), id);
  }

  /** The rows that were rejected, and why. */
  @Get(':importId/errors')
  @Access({ roles: IMPORTERS, action: 'list', resource: 'import-error' })
  errors(@IdParam('importId') id: string, @Query() query: PageQuery): Promise<Page<ImportErrorView>> {
    return this.imports.errors(currentActor(), id, query);
  }

  /** The rejected rows as they were sent, with what is wrong. Ready to be corrected and sent again. */
  @CanFailWith(410)
  @Get(':importId/errors.csv')
  @Header('Content-Disposition', 'attachment; filename="import-errors.csv"')
  @Access({ roles: IMPORTERS, action: 'download', resource: 'import-error' })
  async errorsFile(@IdParam('importId') id: string): Promise<StreamableFile> {
    await this.imports.read(currentActor(), id);
    const lines = await this.errorsCsv.open(id);
    return new StreamableFile(Readable.from(lines, { objectMode: false }), { type: 'text/csv; charset=utf-8' });
  }

  /** The rejected rows as a workbook. */
  @Get(':importId/errors.xlsx')
  @CanFailWith(410)
  @Header('Content-Disposition', 'attachment; filename="import-errors.xlsx"')
  @Access({ roles: IMPORTERS, action: 'download', resource: 'import-error' })
  async errorsWorkbook(@IdParam('importId') id: string): Promise<StreamableFile> {
    await this.imports.read(currentActor(), id);
    return new StreamableFile(await workbookOf(await this.errorsCsv.rows(id)), { type: WORKBOOK_TYPE });
  }

  /** Stops an import at its next chunk. What it stored until then stays. */
  @Post(':importId/cancel')
  @HttpCode(202)
  @Access({ roles: IMPORTERS, action: 'cancel', resource: 'import' })
  cancel(@IdParam('importId') id: string): Promise<ImportView> {
    return this.imports.cancel(currentActor(), id);
  }
}
