import { Readable } from 'node:stream';
import { Controller, Delete, Get, Header, HttpCode, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../../../platform/access/access.decorator.js';
import { currentActor, currentPatient } from '../../../platform/access/current-actor.js';
import type { Page } from '../../../platform/database/keyset.js';
import { Described } from '../../../platform/http/docs/described.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { PageQuery } from '../../../platform/http/paging.dto.js';
import { GenomeEvents } from './genome-events.js';
import { GENOME_ROLES } from './genome.roles.js';
import type { GenomeView } from './genome-row.js';
import { GenomeUpload, type UploadAnswer } from './reading/genome-upload.js';
import { GenomesService } from './genomes.service.js';

const FORM = {
  schema: {
    type: 'object',
    required: ['file'],
    properties: {
      sample: { type: 'string', description: 'of a VCF with several samples the one to read; the first unless told' },
      keepRawFile: { type: 'boolean', description: 'keep the file as sent, sealed, also once the genome is verified' },
      file: {
        type: 'string',
        format: 'binary',
        description:
          'raw data of 23andMe, AncestryDNA, MyHeritage, FamilyTreeDNA, LivingDNA, or a VCF; plain, gzip or zip; the last part',
      },
    },
  },
};

/** Genomes that a patient had read. */
@Controller('patients/:patientId/genomes')
export class GenomesController {
  constructor(
    private readonly genomes: GenomesService,
    private readonly uploads: GenomeUpload,
    private readonly progress: GenomeEvents,
  ) {}

  /** Takes a genome’s raw file. It is read after the answer. */
  @Post()
  @HttpCode(202)
  @Described(({ ApiConsumes }) => ApiConsumes('multipart/form-data'))
  @Described(({ ApiBody }) => ApiBody(FORM))
  @Access({ roles: GENOME_ROLES, action: 'upload', resource: 'genome', patient: 'patientId' })
  async receive(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UploadAnswer> {
    const patient = currentPatient();
    const answer = await this.uploads.receive(currentActor(), patient, request);
    reply.header('Location', `/api/patients/${patient.id}/genomes/${answer.id}`);
    return answer;
  }

  /** A patient’s genomes. */
  @Get()
  @Access({ roles: GENOME_ROLES, action: 'list', resource: 'genome', patient: 'patientId' })
  list(@Query() query: PageQuery): Promise<Page<GenomeView>> {
    return this.genomes.list(currentPatient(), query);
  }

  /** How far the reading of a genome is, and what it holds. */
  @Get(':genomeId')
  @Access({ roles: GENOME_ROLES, action: 'read', resource: 'genome', patient: 'patientId' })
  read(@IdParam('genomeId') genomeId: string): Promise<GenomeView> {
    return this.genomes.read(currentPatient(), genomeId);
  }

  /** The same object as server-sent events while it changes. */
  @Get(':genomeId/events')
  @Header('Cache-Control', 'no-store')
  @Access({ roles: GENOME_ROLES, action: 'read', resource: 'genome', patient: 'patientId' })
  async events(@IdParam('genomeId') genomeId: string): Promise<StreamableFile> {
    const events = await this.progress.of(currentPatient(), genomeId);
    return new StreamableFile(Readable.from(events, { objectMode: false }), { type: 'text/event-stream' });
  }

  /** Stops the reading of a genome. */
  @Post(':genomeId/cancel')
  @HttpCode(202)
  @Access({ roles: GENOME_ROLES, action: 'cancel', resource: 'genome', patient: 'patientId' })
  cancel(@IdParam('genomeId') genomeId: string): Promise<GenomeView> {
    return this.genomes.cancel(currentPatient(), genomeId);
  }

  /** Makes a genome unreadable for ever. */
  @Delete(':genomeId')
  @HttpCode(204)
  @Access({ roles: GENOME_ROLES, action: 'delete', resource: 'genome', patient: 'patientId' })
  delete(@IdParam('genomeId') genomeId: string): Promise<void> {
    return this.genomes.delete(currentPatient(), genomeId);
  }
}
