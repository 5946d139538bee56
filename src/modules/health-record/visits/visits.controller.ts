import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query, Res, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../platform/access/access.decorator.js';
import { currentActor, currentPatient } from '../../../platform/access/current-actor.js';
import { Cached, InvalidatesCache, type LoadedBody } from '../../../platform/cache/index.js';
import { EntityTagInterceptor, IfMatch } from '../../../platform/http/entity-tag.js';
import { Idempotent } from '../../../platform/http/idempotency.js';
import { IdParam } from '../../../platform/http/id-param.js';
import type { ResourceChange } from '../../audit/index.js';
import { CARE_TEAM, RECORD_READERS } from '../../patients/patient.rules.js';
import { locate } from '../records/location.js';
import type { Page } from '../../../platform/database/keyset.js';
import type { HealthRecordView } from './visit.kind.js';
import { VisitsService } from './visits.service.js';
import { CreateVisitDto, PatchVisitDto, VisitsQuery } from './visit.dto.js';

/** Visits to the nurse or clinic, with what was measured. */
@Controller('patients/:patientId/health-records')
@UseInterceptors(EntityTagInterceptor)
export class VisitsController {
  constructor(private readonly visits: VisitsService) {}

  /** A patient’s visits, the newest first. The notes of confidential ones are null. */
  @Get()
  @Access({ roles: RECORD_READERS, action: 'list', resource: 'health-record', patient: 'patientId' })
  @Cached({ kind: 'health-records', ttlSeconds: 300 })
  list(@Query() query: VisitsQuery): Promise<LoadedBody<Page<HealthRecordView>>> {
    const { type } = query;
    return this.visits.list(currentPatient(), query, type && { column: 'type', value: type });
  }

  /** Records a visit. */
  @Post()
  @Idempotent()
  @InvalidatesCache()
  @Access({ roles: CARE_TEAM, action: 'create', resource: 'health-record', patient: 'patientId' })
  async record(
    @Body() body: CreateVisitDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<HealthRecordView> {
    return locate(reply, 'health-records', await this.visits.record(currentActor(), currentPatient(), body));
  }

  /** One visit, with its notes also where it is confidential. */
  @Get(':recordId')
  @Access({ roles: RECORD_READERS, action: 'read', resource: 'health-record', patient: 'patientId' })
  read(@IdParam('recordId') id: string): Promise<HealthRecordView> {
    return this.visits.read(currentPatient(), id);
  }

  /** Every change of a visit, the newest first. */
  @Get(':recordId/history')
  @Access({ roles: CARE_TEAM, action: 'read', resource: 'health-record', patient: 'patientId' })
  async history(@IdParam('recordId') id: string): Promise<{ items: ResourceChange[]; nextCursor: null }> {
    return { items: await this.visits.history(currentPatient(), id), nextCursor: null };
  }

  /** Corrects a visit. The fields sent are changed; null takes an optional one away. */
  @Patch(':recordId')
  @Idempotent()
  @InvalidatesCache()
  @Access({ roles: CARE_TEAM, action: 'update', resource: 'health-record', patient: 'patientId' })
  correct(
    @IdParam('recordId') id: string,
    @Body() body: PatchVisitDto,
    @IfMatch() ifMatch?: number,
  ): Promise<HealthRecordView> {
    return this.visits.correct(currentPatient(), id, body, ifMatch);
  }

  /** Takes a visit out of use. It stays in the audit log. */
  @Delete(':recordId')
  @HttpCode(204)
  @InvalidatesCache()
  @Access({ roles: CARE_TEAM, action: 'retire', resource: 'health-record', patient: 'patientId' })
  retire(@IdParam('recordId') id: string, @IfMatch() ifMatch?: number): Promise<void> {
    return this.visits.retire(currentPatient(), id, ifMatch);
  }

  /** Takes back that it was retired. */
  @Post(':recordId/restore')
  @HttpCode(200)
  @Idempotent()
  @InvalidatesCache()
  @Access({ roles: CARE_TEAM, action: 'restore', resource: 'health-record', patient: 'patientId' })
  restore(@IdParam('recordId') id: string, @IfMatch() ifMatch?: number): Promise<HealthRecordView> {
    return this.visits.restore(currentPatient(), id, ifMatch);
  }
}
