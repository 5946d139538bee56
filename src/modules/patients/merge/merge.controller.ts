import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { Access } from '../../../platform/access/access.decorator.js';
import { currentActor, currentPatient } from '../../../platform/access/current-actor.js';
import { IdField } from '../../../platform/http/fields.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { Idempotent } from '../../../platform/http/idempotency.js';
import { PATIENT_MERGERS } from '../patient.rules.js';
import type { MergeView } from './merge.repository.js';
import { MergeService } from './merge.service.js';

export class MergeDto {
  @IdField({ description: 'the patient who was registered twice; its records move to this one' })
  declare duplicateId: string;
}

/** Patients who were registered twice. */
@Controller('patients/:patientId/merges')
export class MergeController {
  constructor(private readonly merges: MergeService) {}

  /** Moves all records of a duplicate to this patient. */
  @Post()
  @Idempotent()
  @Access({ roles: PATIENT_MERGERS, action: 'merge', resource: 'patient', patient: 'patientId' })
  merge(@Body() { duplicateId }: MergeDto): Promise<MergeView> {
    return this.merges.mergeInto(currentActor(), currentPatient(), duplicateId);
  }

  /** The merges into this patient, the newest first. */
  @Get()
  @Access({ roles: PATIENT_MERGERS, action: 'list', resource: 'patient-merge', patient: 'patientId' })
  async list(): Promise<{ items: MergeView[]; nextCursor: null }> {
    return { items: await this.merges.list(currentPatient()), nextCursor: null };
  }

  /** Puts everything back where it was before the merge. */
  @Post(':mergeId/undo')
  @HttpCode(200)
  @Access({ roles: PATIENT_MERGERS, action: 'restore', resource: 'patient', patient: 'patientId' })
  undo(@IdParam('mergeId') mergeId: string): Promise<MergeView> {
    return this.merges.undo(currentActor(), currentPatient(), mergeId);
  }
}
