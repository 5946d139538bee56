import { Body, Controller, HttpCode, Post, UseInterceptors } from '@nestjs/common';
import { Access } from '../../../platform/access/access.decorator.js';
import { currentActor, currentPatient } from '../../../platform/access/current-actor.js';
import { EntityTagInterceptor, IfMatch } from '../../../platform/http/entity-tag.js';
import { IdField, TextField } from '../../../platform/http/fields.js';
import { Idempotent } from '../../../platform/http/idempotency.js';
import { PATIENT_MERGERS } from '../patient.rules.js';
import type { PatientView } from '../patient.view.js';
import { TransferService } from './transfer.service.js';

export class TransferDto {
  @IdField({ description: 'the school or clinic that keeps the record from now on' })
  declare organizationId: string;

  @TextField({ max: 64, optional: true, description: 'the record number there; as before unless told' })
  declare mrn?: string;
}

/** Patients who move to another organization. */
@Controller('patients/:patientId/transfer')
@UseInterceptors(EntityTagInterceptor)
export class TransferController {
  constructor(private readonly transfers: TransferService) {}

  /**
   * Moves a patient to another organization, with everything that is kept of them. The caller must reach both. From then on the
   * former organization sees nothing of the patient but its own part of the audit trail.
   */
  @Post()
  @HttpCode(200)
  @Idempotent()
  @Access({ roles: PATIENT_MERGERS, action: 'transfer', resource: 'patient', patient: 'patientId' })
  transfer(@Body() body: TransferDto, @IfMatch() ifMatch?: number): Promise<PatientView> {
    return this.transfers.transfer(currentActor(), currentPatient(), body, ifMatch);
  }
}
