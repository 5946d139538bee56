import type { Vaccination, Vital } from '../../api/types.ts';
import { monthsBetween } from '../../parts/format.ts';
import { plausibilityText as t } from '../../text/plausibility.ts';

/**
 * Ranges outside of which a reading is more likely a slip than a patient; wide on purpose, since a question too many is
 * clicked away. Temperature, pulse, respiration and saturation: limits of what a school or clinic measures in the living.
 */
const LIKELY: Record<keyof Vital, [low: number, high: number]> = {
  heightCm: [40, 210],
  weightKg: [2, 180],
  headCircumferenceCm: [28, 62],
  temperatureC: [34, 41.5],
  systolic: [60, 200],
  diastolic: [30, 120],
  heartRate: [35, 220],
  respiratoryRate: [8, 60],
  spo2: [85, 100],
};
/** Adults lose a little height over a day, and a stadiometer errs by about one centimetre. */
const SHRINK_TOLERANCE_CM = 1.5;
/** Share of the body weight that a change since the last visit must exceed to be asked about. */
const WEIGHT_CHANGE = 0.2;
const WEIGHT_WINDOW_MONTHS = 6;
const POUNDS_PER_KG = 2.2046;
const POUND_TOLERANCE = 0.08;
/** Two doses of one vaccine are hardly ever less than four weeks apart (ACIP general best practice, minimum intervals). */
const LEAST_DAYS_BETWEEN_DOSES = 28;
const DAY_MS = 86_400_000;

/** The last known height and weight, with the calendar date they were measured on. */
export interface LastMeasured {
  on: string;
  heightCm?: number | null | undefined;
  weightKg?: number | null | undefined;
}

/** What to ask about a visit's vitals before saving; nothing is refused and nothing corrected. */
export function questionsAboutVitals(vital: Vital, on: string, last: LastMeasured | undefined): string[] {
  const questions = (Object.keys(LIKELY) as (keyof Vital)[]).flatMap((name) => {
    const value = vital[name];
    const [low, high] = LIKELY[name];
    return value != null && (value < low || value > high) ? [t.unlikely(name, value)] : [];
  });
  if (vital.systolic != null && vital.diastolic != null && vital.diastolic >= vital.systolic) {
    questions.push(t.pressureSwapped(vital.systolic, vital.diastolic));
  }
  return last ? [...questions, ...questionsAgainst(last, vital, on)] : questions;
}

function questionsAgainst(last: LastMeasured, vital: Vital, on: string): string[] {
  const questions: string[] = [];
  if (last.on > on) return questions;
  if (vital.heightCm != null && last.heightCm != null && vital.heightCm < last.heightCm - SHRINK_TOLERANCE_CM) {
    questions.push(t.shorter(last.heightCm, vital.heightCm));
  }
  if (vital.weightKg != null && last.weightKg != null) {
    const ratio = vital.weightKg / last.weightKg;
    if (Math.abs(ratio / POUNDS_PER_KG - 1) < POUND_TOLERANCE) questions.push(t.pounds(vital.weightKg, last.weightKg));
    else if (Math.abs(ratio - 1) > WEIGHT_CHANGE && monthsBetween(last.on, on) < WEIGHT_WINDOW_MONTHS) {
      questions.push(t.weightChange(last.weightKg, vital.weightKg));
    }
  }
  return questions;
}

/** What to ask about a vaccination before saving. */
export function questionsAboutVaccination(
  given: { id?: string | undefined; cvx: string; administeredOn: string },
  birthDate: string,
  others: Pick<Vaccination, 'id' | 'cvx' | 'administeredOn'>[],
): string[] {
  const questions: string[] = [];
  if (given.administeredOn < birthDate) questions.push(t.beforeBirth);
  const near = others.find(
    (other) =>
      other.id !== given.id &&
      other.cvx === given.cvx &&
      daysBetween(other.administeredOn, given.administeredOn) < LEAST_DAYS_BETWEEN_DOSES,
  );
  if (near) questions.push(t.doseNearby(daysBetween(near.administeredOn, given.administeredOn)));
  return questions;
}

function daysBetween(one: string, other: string): number {
  return Math.abs(Date.parse(`${one.slice(0, 10)}T00:00:00Z`) - Date.parse(`${other.slice(0, 10)}T00:00:00Z`)) / DAY_MS;
}
