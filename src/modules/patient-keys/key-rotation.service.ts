import { Injectable } from '@nestjs/common';
import { InvalidationBus } from '../../platform/cache/index.js';
import { PatientKeys } from '../../platform/crypto/patient-keys.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Jobs } from '../../platform/queue/index.js';
import { AuditTrail } from '../audit/index.js';
import { RESEALING_JOB } from './resealing.job.js';

/** Gives a patient a new key when the former may be known to someone. */
@Injectable()
export class KeyRotationService {
  constructor(
    private readonly keys: PatientKeys,
    private readonly jobs: Jobs,
    private readonly audit: AuditTrail,
    private readonly unitOfWork: UnitOfWork,
    private readonly bus: InvalidationBus,
  ) {}

  /** The new key seals at once; a job seals anew what may be written again. Returns the new version. */
  rotate(patient: { id: string; organizationId: string }): Promise<number> {
    return this.unitOfWork.run(async () => {
      const version = await this.keys.rotate(patient.id);
      await this.jobs.enqueue(RESEALING_JOB, { patientId: patient.id });
      this.audit.within({ action: 'rotate-key', resource: 'patient-key', patient, detail: { keyVersion: version } });
      this.unitOfWork.afterCommit(() => this.bus.announce('key-changed', [patient.id]));
      return version;
    });
  }
}
