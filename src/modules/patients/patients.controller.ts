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
import type { PatientIdentity, PatientView } from './patient.view.js';
import { PatientsService } from './patients.service.js';

/** The people whose records are kept. */
@Controller('patients')
@UseInterceptors(EntityTagInterceptor)
export class PatientsController {
  constructor(private readonly patients: PatientsService) {}

  /** The worklist. By family name, or by likeness where something is searched for. */
  @Get()
  @Access({ roles: WORKLIST_READERS, action: 'search', resource: 'patient' })
  list(@Query() query: PatientsQuery): Promise<Page<PatientIdentity>> {
    return this.patients.find(currentActor(), query);
  }

  /** Registers a patient. The record number is unique in its organization. */
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

  /** One patient, with how to reach them. */
  @Get(':patientId')
  @Access({ roles: PATIENT_READERS, action: 'read', resource: 'patient', patient: 'patientId' })
  read(): Promise<PatientView> {
    return this.patients.read(currentPatient());
  }

  /** Corrects a patient. The fields sent are changed; null takes an optional one away. */
  @Patch(':patientId')
  @Idempotent()
  @InvalidatesCache()
  @Access({ roles: PATIENT_WRITERS, action: 'update', resource: 'patient', patient: 'patientId' })
  correct(@Body() body: PatchPatientDto, @IfMatch() ifMatch?: number): Promise<PatientView> {
    return this.patients.correct(currentPatient(), body, ifMatch);
  }
}
