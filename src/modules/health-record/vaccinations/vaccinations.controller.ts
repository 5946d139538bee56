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
import type { VaccinationView } from './vaccination.kind.js';
import { VaccinationsService } from './vaccinations.service.js';
import { CreateVaccinationDto, PatchVaccinationDto } from './vaccination.dto.js';

/** Doses given. */
@Controller('patients/:patientId/vaccinations')
@UseInterceptors(EntityTagInterceptor)
export class VaccinationsController {
  constructor(private readonly vaccinations: VaccinationsService) {}

  /** A patient’s vaccinations, the newest first. */
  @Get()
  @Access({ roles: RECORD_READERS, action: 'list', resource: 'vaccination', patient: 'patientId' })
  @Cached({ kind: 'vaccinations', ttlSeconds: 600 })
  list(@Query() query: PageQuery): Promise<LoadedBody<Page<VaccinationView>>> {
    return this.vaccinations.list(currentPatient(), query);
  }

  /** Records a dose. The vaccine’s name follows from its CVX code. */
  @Post()
  @Idempotent()
  @InvalidatesCache()
  @Access({ roles: CARE_TEAM, action: 'create', resource: 'vaccination', patient: 'patientId' })
  async record(
    @Body() body: CreateVaccinationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<VaccinationView> {
    return locate(reply, 'vaccinations', await this.vaccinations.record(currentActor(), currentPatient(), body));
  }

  /** One vaccination. */
  @Get(':vaccinationId')
  @Access({ roles: RECORD_READERS, action: 'read', resource: 'vaccination', patient: 'patientId' })
  read(@IdParam('vaccinationId') id: string): Promise<VaccinationView> {
    return this.vaccinations.read(currentPatient(), id);
  }

  /** Every change of a vaccination, the newest first. */
  @Get(':vaccinationId/history')
  @Access({ roles: CARE_TEAM, action: 'read', resource: 'vaccination', patient: 'patientId' })
  async history(@IdParam('vaccinationId') id: string): Promise<{ items: ResourceChange[]; nextCursor: null }> {
    return { items: await this.vaccinations.history(currentPatient(), id), nextCursor: null };
  }

  /** Corrects a vaccination. The fields sent are changed; null takes an optional one away. */
  @Patch(':vaccinationId')
  @Idempotent()
  @InvalidatesCache()
  @Access({ roles: CARE_TEAM, action: 'update', resource: 'vaccination', patient: 'patientId' })
  correct(
    @IdParam('vaccinationId') id: string,
    @Body() body: PatchVaccinationDto,
    @IfMatch() ifMatch?: number,
  ): Promise<VaccinationView> {
    return this.vaccinations.correct(currentPatient(), id, body, ifMatch);
  }

  /** Takes a vaccination out of use. It stays in the audit log. */
  @Delete(':vaccinationId')
  @HttpCode(204)
  @InvalidatesCache()
  @Access({ roles: CARE_TEAM, action: 'retire', resource: 'vaccination', patient: 'patientId' })
  retire(@IdParam('vaccinationId') id: string, @IfMatch() ifMatch?: number): Promise<void> {
    return this.vaccinations.retire(currentPatient(), id, ifMatch);
  }

  /** Takes back that it was retired. */
  @Post(':vaccinationId/restore')
  @HttpCode(200)
  @Idempotent()
  @InvalidatesCache()
  @Access({ roles: CARE_TEAM, action: 'restore', resource: 'vaccination', patient: 'patientId' })
  restore(@IdParam('vaccinationId') id: string, @IfMatch() ifMatch?: number): Promise<VaccinationView> {
    return this.vaccinations.restore(currentPatient(), id, ifMatch);
  }
}
