import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { Access } from '../../../platform/access/access.decorator.js';
import { currentActor, currentPatient } from '../../../platform/access/current-actor.js';
import type { Page } from '../../../platform/database/keyset.js';
import { PATIENT_MERGERS } from '../patient.rules.js';
import { DuplicatesQuery, OtherPatientDto } from './duplicates.dto.js';
import { DuplicatesService, type LikelyDuplicate } from './duplicates.service.js';

/** Patients who may have been registered twice. */
@Controller('patients')
export class DuplicatesController {
  constructor(private readonly duplicates: DuplicatesService) {}

  /** Patients who were likely registered twice, the likeliest pair first. */
  @Get('duplicates')
  @Access({ roles: PATIENT_MERGERS, action: 'list', resource: 'patient-duplicate' })
  find(@Query() query: DuplicatesQuery): Promise<Page<LikelyDuplicate>> {
    return this.duplicates.find(currentActor(), query);
  }

  /** Says that another patient is another person. */
  @Post(':patientId/not-the-same')
  @HttpCode(204)
  @Access({ roles: PATIENT_MERGERS, action: 'update', resource: 'patient-duplicate', patient: 'patientId' })
  keepApart(@Body() { patientId }: OtherPatientDto): Promise<void> {
    return this.duplicates.keepApart(currentActor(), currentPatient(), patientId);
  }
}
