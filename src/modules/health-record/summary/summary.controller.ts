import { Controller, Get } from '@nestjs/common';
import { Access } from '../../../platform/access/access.decorator.js';
import { currentPatient } from '../../../platform/access/current-actor.js';
import { Cached, type LoadedBody } from '../../../platform/cache/index.js';
import { RECORD_READERS } from '../../patients/patient.rules.js';
import { SummaryRepository } from './summary.repository.js';
import type { PatientSummary } from './summary.view.js';

/** A patient at a glance. */
@Controller('patients/:patientId/summary')
export class SummaryController {
  constructor(private readonly summaries: SummaryRepository) {}

  /** What a clinician must see at once. */
  @Get()
  @Access({ roles: RECORD_READERS, action: 'read', resource: 'patient-summary', patient: 'patientId' })
  @Cached({ kind: 'summary', ttlSeconds: 300 })
  read(): Promise<LoadedBody<PatientSummary>> {
    return this.summaries.read(currentPatient().id);
  }
}
