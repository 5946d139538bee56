import { Injectable } from '@nestjs/common';
import type { PatientInReach } from '../../../platform/access/access-facts.js';
import { PatientRecords } from '../records/patient-records.js';
import { RecordKeeping } from '../records/record-keeping.js';
import { CHRONIC_CONDITION, type ChronicConditionView } from './chronic-condition.kind.js';
import { ChronicCondition } from './chronic-condition.model.js';

/** A patient's chronic conditions. */
@Injectable()
export class ChronicConditionsService extends PatientRecords<ChronicCondition, ChronicConditionView> {
  constructor(keeping: RecordKeeping) {
    super(ChronicCondition, CHRONIC_CONDITION, keeping);
  }

  protected override columnsOf(
    _id: string,
    _patient: PatientInReach,
    values: Record<string, unknown>,
    previous?: ChronicConditionView,
  ) {
    return previous ? values : { status: 'ACTIVE', ...values };
  }
}
