import type { VitalName } from '../visits/visit.rules.js';
import { bloodPressureBands } from './blood-pressure.rules.js';

/** Outside of `low` to `high` (both still expected) a value at that age calls for attention. Ages in whole days. */
export interface VitalLimit {
  vital: VitalName;
  /** Only for this sex; for everyone when absent. */
  sex?: 'female' | 'male';
  fromDays: number;
  /** The first day that the limit no longer holds. */
  untilDays: number;
  low?: number;
  high?: number;
}

const EVER = 55_000;
const years = (n: number) => Math.ceil(n * 365.25);
const STAGE_2_ABOVE_P95 = 12;
const ADULT_STAGE_2 = { systolic: 140, diastolic: 90 };

/** Fever from 38.0 °C, hypothermia below 35.0 °C; saturation below 94 % (British Thoracic Society, 2017). */
const AT_EVERY_AGE: VitalLimit[] = [
  { vital: 'temperatureC', fromDays: 0, untilDays: EVER, low: 35, high: 37.9 },
  { vital: 'spo2', fromDays: 0, untilDays: EVER, low: 94 },
];

/** Awake heart rate by age: American Heart Association, Pediatric Advanced Life Support. */
const HEART_RATE: VitalLimit[] = [
  { vital: 'heartRate', fromDays: 0, untilDays: 91, low: 85, high: 205 },
  { vital: 'heartRate', fromDays: 91, untilDays: years(2), low: 100, high: 190 },
  { vital: 'heartRate', fromDays: years(2), untilDays: years(10), low: 60, high: 140 },
  { vital: 'heartRate', fromDays: years(10), untilDays: EVER, low: 60, high: 100 },
];

/** Respiratory rate by age: Pediatric Advanced Life Support, and European Paediatric Life Support from 13 years on. */
const RESPIRATORY_RATE: VitalLimit[] = [
  { vital: 'respiratoryRate', fromDays: 0, untilDays: years(1), low: 30, high: 60 },
  { vital: 'respiratoryRate', fromDays: years(1), untilDays: years(4), low: 24, high: 40 },
  { vital: 'respiratoryRate', fromDays: years(4), untilDays: years(6), low: 22, high: 34 },
  { vital: 'respiratoryRate', fromDays: years(6), untilDays: years(13), low: 18, high: 30 },
  { vital: 'respiratoryRate', fromDays: years(13), untilDays: EVER, low: 12, high: 20 },
];

/** Every limit that a list of abnormal vitals is made by, so that SQL and the single reading ask the same rule. */
export const VITAL_LIMITS: readonly VitalLimit[] = [
  ...AT_EVERY_AGE,
  ...HEART_RATE,
  ...RESPIRATORY_RATE,
  ...pressureLimits(),
];

/** The limit that `vital` has for a child of that sex and age, if any. */
export function limitOf(vital: VitalName, sex: string, ageDays: number): VitalLimit | undefined {
  return VITAL_LIMITS.find(
    (limit) =>
      limit.vital === vital &&
      (limit.sex === undefined || limit.sex === sex) &&
      ageDays >= limit.fromDays &&
      ageDays < limit.untilDays,
  );
}

/** Whether a reading lies outside of what is expected at that sex and age. */
export function isAbnormal(vital: VitalName, value: number, sex: string, ageDays: number): boolean {
  const limit = limitOf(vital, sex, ageDays);
  return limit !== undefined && (value < (limit.low ?? -Infinity) || value > (limit.high ?? Infinity));
}

/**
 * Stage 2 blood pressure, where prompt evaluation begins: before 13 years at the middle height of the age (a list of many
 * children needs no height of each), the adult thresholds after. Flynn JT et al., Pediatrics 140(3):e20171904, 2017.
 */
function pressureLimits(): VitalLimit[] {
  return (['systolic', 'diastolic'] as const).flatMap((vital) => [
    ...(['female', 'male'] as const).flatMap((sex) =>
      Array.from({ length: 12 }, (_, i) => {
        const p95 = bloodPressureBands(sex, years(i + 1))![vital].p95;
        const stage2 = Math.min(p95 + STAGE_2_ABOVE_P95, ADULT_STAGE_2[vital]);
        return { vital, sex, fromDays: years(i + 1), untilDays: years(i + 2), high: stage2 - 1 };
      }),
    ),
    { vital, fromDays: years(13), untilDays: EVER, high: ADULT_STAGE_2[vital] - 1 },
  ]);
}
