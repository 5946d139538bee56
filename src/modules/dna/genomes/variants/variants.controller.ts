import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { Access } from '../../../../platform/access/access.decorator.js';
import { currentPatient } from '../../../../platform/access/current-actor.js';
import type { Page } from '../../../../platform/database/keyset.js';
import { CanFailWith } from '../../../../platform/http/docs/can-fail-with.decorator.js';
import { IdParam } from '../../../../platform/http/id-param.js';
import { ComparisonService, type ComparisonView } from './comparison.service.js';
import type { Variant } from './genome-access.js';
import { LookUpDto, VariantsQuery } from '../genome.dto.js';
import { GENOME_ROLES } from '../genome.roles.js';
import { VariantsService } from './variants.service.js';

/** What a genome says, site by site. */
@Controller('patients/:patientId/genomes/:genomeId')
export class VariantsController {
  constructor(
    private readonly variants: VariantsService,
    private readonly comparisons: ComparisonService,
  ) {}

  /** The sites of a genome, or of a part of it. */
  @CanFailWith(409)
  @Get('variants')
  @Access({ roles: GENOME_ROLES, action: 'list', resource: 'genome-variants', patient: 'patientId' })
  page(@IdParam('genomeId') genomeId: string, @Query() query: VariantsQuery): Promise<Page<Variant>> {
    return this.variants.page(currentPatient(), genomeId, query);
  }

  /** Up to 1,000 markers at once; a POST only because so many do not fit into a URL. */
  @Post('variants/lookup')
  @HttpCode(200)
  @Access({ roles: GENOME_ROLES, action: 'read', resource: 'genome-variants', patient: 'patientId' })
  some(
    @IdParam('genomeId') genomeId: string,
    @Body() { rsids }: LookUpDto,
  ): Promise<{ items: Variant[]; missing: string[] }> {
    return this.variants.some(currentPatient(), genomeId, rsids);
  }

  /** One marker by its rsid. */
  @CanFailWith(409)
  @Get('variants/:rsid')
  @Access({ roles: GENOME_ROLES, action: 'read', resource: 'genome-variants', patient: 'patientId' })
  one(@IdParam('genomeId') genomeId: string, @Param('rsid') rsid: string): Promise<Variant> {
    return this.variants.one(currentPatient(), genomeId, rsid);
  }

  /** The genome in its provider’s format. */
  @CanFailWith(409)
  @Get('file')
  @Access({ roles: GENOME_ROLES, action: 'download', resource: 'genome', patient: 'patientId' })
  async file(@IdParam('genomeId') genomeId: string): Promise<StreamableFile> {
    const { name, text } = await this.variants.file(currentPatient(), genomeId);
    return new StreamableFile(Readable.from(text, { objectMode: false }), {
      type: 'text/plain; charset=utf-8',
      disposition: `attachment; filename="${name}"`,
    });
  }

  /** How far two genomes of one patient agree. */
  @CanFailWith(400, 409)
  @Get('comparison/:otherId')
  @Access({ roles: GENOME_ROLES, action: 'read', resource: 'genome-comparison', patient: 'patientId' })
  compare(@IdParam('genomeId') genomeId: string, @IdParam('otherId') otherId: string): Promise<ComparisonView> {
    return this.comparisons.compare(currentPatient(), genomeId, otherId);
  }
}
