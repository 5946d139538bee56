import { Injectable } from '@nestjs/common';
import type { PatientInReach } from '../../../platform/access/access-facts.js';
import { PatientRecords } from '../records/patient-records.js';
import { RecordKeeping } from '../records/record-keeping.js';
import { ALLERGY, type AllergyView } from './allergy.kind.js';
import { Allergy } from './allergy.model.js';

/** A patient's allergies. */
@Injectable()
export class AllergiesService extends PatientRecords<Allergy, AllergyView> {
  constructor(keeping: RecordKeeping) {
    super(Allergy, ALLERGY, keeping);
  }

  protected override columnsOf(
    _id: string,
    _patient: PatientInReach,
    values: Record<string, unknown>,
    previous?: AllergyView,
  ) {
    return previous ? values : { severity: 'UNKNOWN', active: true, ...values };
  }
}
