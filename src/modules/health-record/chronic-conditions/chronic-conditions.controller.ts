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
import type { ChronicConditionView } from './chronic-condition.kind.js';
import { ChronicConditionsService } from './chronic-conditions.service.js';
import { CreateChronicConditionDto, PatchChronicConditionDto } from './chronic-condition.dto.js';

/** Conditions that last, or came back. */
@Controller('patients/:patientId/chronic-conditions')
@UseInterceptors(EntityTagInterceptor)
export class ChronicConditionsController {
  constructor(private readonly conditions: ChronicConditionsService) {}

  /** A patient’s chronic conditions. Those in force come first. */
  @Get()
  @Access({ roles: RECORD_READERS, action: 'list', resource: 'chronic-condition', patient: 'patientId' })
  @Cached({ kind: 'chronic-conditions', ttlSeconds: 600 })
  list(@Query() query: PageQuery): Promise<LoadedBody<Page<ChronicConditionView>>> {
    return this.conditions.list(currentPatient(), query);
  }

  /** Records a chronic condition. */
  @Post()
  @Idempotent()
  @InvalidatesCache()
  @Access({ roles: CARE_TEAM, action: 'create', resource: 'chronic-condition', patient: 'patientId' })
  async record(
    @Body() body: CreateChronicConditionDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChronicConditionView> {
    return locate(reply, 'chronic-conditions', await this.conditions.record(currentActor(), currentPatient(), body));
  }

  /** One chronic condition. */
  @Get(':conditionId')
  @Access({ roles: RECORD_READERS, action: 'read', resource: 'chronic-condition', patient: 'patientId' })
  read(@IdParam('conditionId') id: string): Promise<ChronicConditionView> {
    return this.conditions.read(currentPatient(), id);
  }

  /** Every change of a condition, the newest first. */
  @Get(':conditionId/history')
  @Access({ roles: CARE_TEAM, action: 'read', resource: 'chronic-condition', patient: 'patientId' })
  async history(@IdParam('conditionId') id: string): Promise<{ items: ResourceChange[]; nextCursor: null }> {
    return { items: await this.conditions.history(currentPatient(), id), nextCursor: null };
  }

  /** Corrects a condition. The fields sent are changed; null takes an optional one away. */
  @Patch(':conditionId')
  @Idempotent()
  @InvalidatesCache()
  @Access({ roles: CARE_TEAM, action: 'update', resource: 'chronic-condition', patient: 'patientId' })
  correct(
    @IdParam('conditionId') id: string,
    @Body() body: PatchChronicConditionDto,
    @IfMatch() ifMatch?: number,
  ): Promise<ChronicConditionView> {
    return this.conditions.correct(currentPatient(), id, body, ifMatch);
  }

  /** Takes a condition out of use. It stays in the audit log. */
  @Delete(':conditionId')
  @HttpCode(204)
  @InvalidatesCache()
  @Access({ roles: CARE_TEAM, action: 'retire', resource: 'chronic-condition', patient: 'patientId' })
  retire(@IdParam('conditionId') id: string, @IfMatch() ifMatch?: number): Promise<void> {
    return this.conditions.retire(currentPatient(), id, ifMatch);
  }

  /** Takes back that it was retired. */
  @Post(':conditionId/restore')
  @HttpCode(200)
  @Idempotent()
  @InvalidatesCache()
  @Access({ roles: CARE_TEAM, action: 'restore', resource: 'chronic-condition', patient: 'patientId' })
  restore(@IdParam('conditionId') id: string, @IfMatch() ifMatch?: number): Promise<ChronicConditionView> {
    return this.conditions.restore(currentPatient(), id, ifMatch);
  }
}
