import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query, Res, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../platform/access/access.decorator.js';
import { currentActor, currentPatient } from '../../../platform/access/current-actor.js';
import { Cached, InvalidatesCache, type LoadedBody } from '../../../platform/cache/index.js';
import { EntityTagInterceptor, IfMatch } from '../../../platform/http/entity-tag.js';
import { Idempotent } from '../../../platform/http/idempotency.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { PageQuery } from '../../../platform/http/paging.dto.js';
import type { ResourceChange } from '../../audit/index.js';
import { CARE_TEAM, RECORD_READERS } from '../../patients/patient.rules.js';
import { locate } from '../records/location.js';
import type { Page } from '../../../platform/database/keyset.js';
import type { AllergyView } from './allergy.kind.js';
import { AllergiesService } from './allergies.service.js';
import { CreateAllergyDto, PatchAllergyDto } from './allergy.dto.js';

/** Substances that harm a patient. */
@Controller('patients/:patientId/allergies')
@UseInterceptors(EntityTagInterceptor)
export class AllergiesController {
  constructor(private readonly allergies: AllergiesService) {}

  /** A patient’s allergies. Those in force come first, of these the worst. */
  @Get()
  @Access({ roles: RECORD_READERS, action: 'list', resource: 'allergy', patient: 'patientId' })
  @Cached({ kind: 'allergies', ttlSeconds: 600 })
  list(@Query() query: PageQuery): Promise<LoadedBody<Page<AllergyView>>> {
    return this.allergies.list(currentPatient(), query);
  }

  /** Records an allergy. */
  @Post()
  @Idempotent()
  @InvalidatesCache()
  @Access({ roles: CARE_TEAM, action: 'create', resource: 'allergy', patient: 'patientId' })
  async record(@Body() body: CreateAllergyDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<AllergyView> {
    return locate(reply, 'allergies', await this.allergies.record(currentActor(), currentPatient(), body));
  }

  /** One allergy. */
  @Get(':allergyId')
  @Access({ roles: RECORD_READERS, action: 'read', resource: 'allergy', patient: 'patientId' })
  read(@IdParam('allergyId') id: string): Promise<AllergyView> {
    return this.allergies.read(currentPatient(), id);
  }

  /** Every change of an allergy, the newest first. */
  @Get(':allergyId/history')
  @Access({ roles: CARE_TEAM, action: 'read', resource: 'allergy', patient: 'patientId' })
  async history(@IdParam('allergyId') id: string): Promise<{ items: ResourceChange[]; nextCursor: null }> {
    return { items: await this.allergies.history(currentPatient(), id), nextCursor: null };
  }

  /** Corrects an allergy. The fields sent are changed; null takes an optional one away. */
  @Patch(':allergyId')
  @Idempotent()
  @InvalidatesCache()
  @Access({ roles: CARE_TEAM, action: 'update', resource: 'allergy', patient: 'patientId' })
  correct(
    @IdParam('allergyId') id: string,
    @Body() body: PatchAllergyDto,
    @IfMatch() ifMatch?: number,
  ): Promise<AllergyView> {
    return this.allergies.correct(currentPatient(), id, body, ifMatch);
  }

  /** Takes an allergy out of use. It stays in the audit log. */
  @Delete(':allergyId')
  @HttpCode(204)
  @InvalidatesCache()
  @Access({ roles: CARE_TEAM, action: 'retire', resource: 'allergy', patient: 'patientId' })
  retire(@IdParam('allergyId') id: string, @IfMatch() ifMatch?: number): Promise<void> {
    return this.allergies.retire(currentPatient(), id, ifMatch);
  }

  /** Takes back that it was retired. */
  @Post(':allergyId/restore')
  @HttpCode(200)
  @Idempotent()
  @InvalidatesCache()
  @Access({ roles: CARE_TEAM, action: 'restore', resource: 'allergy', patient: 'patientId' })
  restore(@IdParam('allergyId') id: string, @IfMatch() ifMatch?: number): Promise<AllergyView> {
    return this.allergies.restore(currentPatient(), id, ifMatch);
  }
}
