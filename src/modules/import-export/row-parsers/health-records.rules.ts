import { HEALTH_RECORD_TYPES, VITAL_BOUNDS, type VitalName } from '../../health-record/visits/visit.rules.js';
import { CellFault, type CellReader, type CellValue, choice, number, REQUIRED, text } from './cell.rules.js';
import { instant } from './dates.rules.js';
import { TYPE_OF_ENCOUNTER_CLASS } from './encounter-class.rules.js';
import { field, mrnField, positionsOf, type RowRuleFault, type RowType } from './row-type.rules.js';

const PRESSURES_SWAPPED = new CellFault(
  'out-of-range',
  'The diastolic pressure is not below the systolic one. Check whether they were swapped.',
);
/** What a row of measurements without words is called. */
const MEASUREMENTS = 'Vital signs';

function measured(vital: VitalName, unit: string): CellReader {
  const { min, max } = VITAL_BOUNDS[vital];
  return number(min, max, unit);
}

export const HEALTH_RECORD_ROWS: RowType = {
  type: 'health-records',
  fields: [
    mrnField(text(64)),
    field('type', choice(HEALTH_RECORD_TYPES, TYPE_OF_ENCOUNTER_CLASS), {
      aliases: ['encounter class', 'encounterclass', 'class', 'category', 'visit type', 'record type'],
    }),
    {
      name: 'occurred_at',
      isRequired: true,
      aliases: ['date', 'start', 'visit date', 'time', 'occurred', 'datetime'],
      reader: instant,
    },
    // Required too, but for rows of measurements, which speak for themselves; see `complete`.
    field('description', text(1000), { aliases: ['reason', 'summary', 'complaint', 'title'] }),
    field('provider', text(200), { aliases: ['seen by', 'clinician', 'nurse', 'doctor'] }),
    field('notes', text(10_000), { aliases: ['note', 'comment', 'comments'] }),
    field('height_cm', measured('heightCm', 'cm'), { aliases: ['height', 'body height'] }),
    field('weight_kg', measured('weightKg', 'kg'), { aliases: ['weight', 'body weight'] }),
    field('head_circumference_cm', measured('headCircumferenceCm', 'cm'), { aliases: ['head circumference'] }),
    field('temperature_c', measured('temperatureC', '°C'), { aliases: ['temperature', 'temp', 'body temperature'] }),
    field('systolic', measured('systolic', 'mmHg'), { aliases: ['systolic blood pressure', 'sbp', 'bp systolic'] }),
    field('diastolic', measured('diastolic', 'mmHg'), { aliases: ['diastolic blood pressure', 'dbp', 'bp diastolic'] }),
    field('heart_rate', measured('heartRate', 'beats a minute'), { aliases: ['pulse', 'hr'] }),
    field('respiratory_rate', measured('respiratoryRate', 'breaths a minute'), { aliases: ['respirations', 'rr'] }),
    field('spo2', measured('spo2', 'per cent'), { aliases: ['oxygen saturation', 'o2 sat', 'o2sat'] }),
  ],
  complete,
};

export const HEALTH_RECORD_AT = positionsOf(
  HEALTH_RECORD_ROWS.fields,
  'mrn',
  'type',
  'occurred_at',
  'description',
  'provider',
  'notes',
  'systolic',
  'diastolic',
);

/** The columns of measurements, with the name that each has in a record's `vital`. */
export const VITAL_COLUMNS: readonly { readonly at: number; readonly vital: VitalName }[] = HEALTH_RECORD_ROWS.fields
  .map(({ name }, at) => ({
    at,
    vital: name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()) as VitalName,
  }))
  .filter(({ vital }) => vital in VITAL_BOUNDS);

function complete(values: CellValue[]): RowRuleFault[] | undefined {
  const { type, description, systolic, diastolic } = HEALTH_RECORD_AT;
  const hasVitals = VITAL_COLUMNS.some(({ at }) => values[at] !== null);
  values[type] ??= hasVitals ? 'VITALS' : 'NOTE';
  const faults: RowRuleFault[] = [];
  if (hasVitals) values[description] ??= MEASUREMENTS;
  if (values[description] === null) faults.push({ field: 'description', fault: REQUIRED });
  const [upper, lower] = [values[systolic], values[diastolic]];
  if (typeof upper === 'number' && typeof lower === 'number' && lower >= upper) {
    faults.push({ field: 'diastolic', fault: PRESSURES_SWAPPED });
  }
  return faults.length > 0 ? faults : undefined;
}
