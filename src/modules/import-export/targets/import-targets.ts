import { Injectable } from '@nestjs/common';
import { BlindIndex } from '../../../platform/crypto/blind-index.js';
import { PatientKeys } from '../../../platform/crypto/patient-keys.js';
import type { ImportType } from '../row-parsers/row-type.rules.js';
import { ALLERGY_TARGET } from './allergies.target.js';
import { CHRONIC_CONDITION_TARGET } from './chronic-conditions.target.js';
import { HEALTH_RECORD_TARGET } from './health-records.target.js';
import type { ImportTarget } from './import-target.js';
import { PatientTarget } from './patients.target.js';
import { VACCINATION_TARGET } from './vaccinations.target.js';

/** How rows of each type are stored. */
@Injectable()
export class ImportTargets {
  private readonly targets: Readonly<Record<ImportType, ImportTarget>>;

  constructor(keys: PatientKeys, blindIndex: BlindIndex) {
    this.targets = {
      patients: new PatientTarget(keys, blindIndex),
      allergies: ALLERGY_TARGET,
      'chronic-conditions': CHRONIC_CONDITION_TARGET,
      vaccinations: VACCINATION_TARGET,
      'health-records': HEALTH_RECORD_TARGET,
    };
  }

  of(type: ImportType): ImportTarget {
    return this.targets[type];
  }
}
