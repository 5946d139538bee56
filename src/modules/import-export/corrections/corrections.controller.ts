import { Controller, Headers, HttpCode, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Access } from '../../../platform/access/access.decorator.js';
import { currentActor } from '../../../platform/access/current-actor.js';
import { Described } from '../../../platform/http/docs/described.js';
import { IdParam } from '../../../platform/http/id-param.js';
import type { ImportView } from '../imports/import.view.js';
import { idempotencyKey, IMPORTERS } from '../imports/importers.js';
import { CorrectionsService } from './corrections.service.js';

const FORM = {
  schema: {
    type: 'object',
    required: ['file'],
    properties: {
      file: {
        type: 'string',
        format: 'binary',
        description: 'the file of rejected rows, corrected; its column "error" says which row each line is',
      },
    },
  },
};

/** Rejected rows that come back corrected. */
@Controller('imports')
export class CorrectionsController {
  constructor(private readonly corrections: CorrectionsService) {}

  /** Takes corrected rows back into the import that rejected them. */
  @Post(':importId/corrections')
  @HttpCode(202)
  @Described(({ ApiConsumes }) => ApiConsumes('multipart/form-data'))
  @Described(({ ApiBody }) => ApiBody(FORM))
  @Described(({ ApiHeader }) => ApiHeader({ name: 'Idempotency-Key', required: false }))
  @Access({ roles: IMPORTERS, action: 'update', resource: 'import' })
  receive(
    @IdParam('importId') id: string,
    @Req() request: FastifyRequest,
    @Headers('idempotency-key') key?: string,
  ): Promise<ImportView> {
    return this.corrections.receive(currentActor(), id, request, idempotencyKey(key));
  }
}
