import { ALLERGY_ROWS } from './allergies.rules.js';
import { CHRONIC_CONDITION_ROWS } from './chronic-conditions.rules.js';
import { HEALTH_RECORD_ROWS } from './health-records.rules.js';
import { PATIENT_ROWS } from './patients.rules.js';
import type { ImportType, RowType } from './row-type.rules.js';
import { VACCINATION_ROWS } from './vaccinations.rules.js';

/** How the rows of each type are understood. */
export const ROW_TYPES: Readonly<Record<ImportType, RowType>> = {
  patients: PATIENT_ROWS,
  allergies: ALLERGY_ROWS,
  'chronic-conditions': CHRONIC_CONDITION_ROWS,
  vaccinations: VACCINATION_ROWS,
  'health-records': HEALTH_RECORD_ROWS,
};
