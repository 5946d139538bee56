import { Injectable } from '@nestjs/common';
import type { PatientInReach } from '../../../platform/access/access-facts.js';
import { validationFailed } from '../../../platform/http/problem.js';
import { PatientRecords } from '../records/patient-records.js';
import { RecordKeeping } from '../records/record-keeping.js';
import { vaccineOf } from './cvx.rules.js';
import { VACCINATION, type VaccinationView } from './vaccination.kind.js';
import { Vaccination } from './vaccination.model.js';

/** A patient's doses; the vaccine's name follows from its CVX code. */
@Injectable()
export class VaccinationsService extends PatientRecords<Vaccination, VaccinationView> {
  constructor(keeping: RecordKeeping) {
    super(Vaccination, VACCINATION, keeping);
  }

  /** @throws Problem 400 when CDC knows no such code */
  protected override columnsOf(_id: string, _patient: PatientInReach, values: Record<string, unknown>) {
    if (typeof values['cvx'] !== 'string') return values;
    const vaccine = vaccineOf(values['cvx']);
    if (!vaccine) throw validationFailed([{ path: 'cvx', message: 'is not a code of the CVX table' }]);
    return { ...values, cvx: vaccine.cvx, vaccineName: vaccine.name };
  }
}
