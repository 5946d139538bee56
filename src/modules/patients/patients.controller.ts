import { Body, Controller, Get, Patch, Post, Query, Res, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { InvalidatesCache } from '../../platform/cache/index.js';
import { Access } from '../../platform/access/access.decorator.js';
import { currentActor, currentPatient } from '../../platform/access/current-actor.js';
import type { Page } from '../../platform/database/keyset.js';
import { EntityTagInterceptor, IfMatch } from '../../platform/http/entity-tag.js';
import { Idempotent } from '../../platform/http/idempotency.js';
import { CreatePatientDto, PatchPatientDto, PatientsQuery } from './patient.dto.js';
import { PATIENT_READERS, PATIENT_WRITERS, WORKLIST_READERS } from './patient.rules.js';
import type { PatientView } from './patient.view.js';
import type { PatientListItem } from './patients.repository.js';
import { PatientsService } from './patients.service.js';

@Controller('patients')
@UseInterceptors(EntityTagInterceptor)
export class PatientsController {
  constructor(private readonly patients: PatientsService) {}

  @Get()
  @Access({ roles: WORKLIST_READERS, action: 'search', resource: 'patient' })
  list(@Query() query: PatientsQuery): Promise<Page<PatientListItem>> {
    return this.patients.find(currentActor(), query);
  }

  @Post()
  @Idempotent()
  @InvalidatesCache({ organizationIdPath: 'body.organizationId' })
  @Access({ roles: PATIENT_WRITERS, action: 'create', resource: 'patient' })
  async register(
    @Body() body: CreatePatientDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PatientView> {
    const patient = await this.patients.register(currentActor(), body);
    reply.header('Location', `/api/patients/${patient.id}`);
    return patient;
  }

  @Get(':patientId')
  @Access({ roles: PATIENT_READERS, action: 'read', resource: 'patient', patient: 'patientId' })
  read(): Promise<PatientView> {
    return this.patients.read(currentPatient());
  }

  @Patch(':patientId')
  @Idempotent()
  @InvalidatesCache()
  @Access({ roles: PATIENT_WRITERS, action: 'update', resource: 'patient', patient: 'patientId' })
  correct(@Body() body: PatchPatientDto, @IfMatch() ifMatch?: number): Promise<PatientView> {
    return this.patients.correct(currentPatient(), body, ifMatch);
  }
}
