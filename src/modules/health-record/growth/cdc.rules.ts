import { modifiedZScoreOf, valueAt, zScoreOf } from './lms.rules.js';
import { percentileOf, quantileOfUpperTail, upperTail } from './normal-distribution.rules.js';
import { type IndicatorTable, type ReferenceSex, referenceTables } from './reference-tables.rules.js';
import type { Standing } from './standing.rules.js';

/** CDC's charts begin here, in months; younger children are compared with WHO's standards, as CDC recommends (MMWR 59 RR-9). */
export const CDC_FIRST_MONTH = 24;
/** The SAS program answers for children younger than this many months. */
export const CDC_END_MONTH = 240;
/** Weight-for-stature is defined between these heights, in cm, both excluded (as the SAS program's reference file does). */
const STATURE_BOUNDS = { above: 77, below: 121.5 };
/** The highest z that SAS's double arithmetic can tell from infinity; the program answers this beyond. */
const HIGHEST_EXTENDED_Z = 8.21;
const SMALLEST_TAIL = 8e-17;

/**
 * Modified z-scores outside of these are biologically implausible: not necessarily wrong. Cut-points of 2016, from CDC's
 * SAS program for the 2000 growth charts.
 */
const PLAUSIBLE: Partial<Record<IndicatorTable, { low: number; high: number }>> = {
  heightForAge: { low: -5, high: 4 },
  weightForAge: { low: -5, high: 8 },
  bmiForAge: { low: -4, high: 8 },
  headCircumferenceForAge: { low: -5, high: 5 },
  weightForStature: { low: -4, high: 8 },
};

/** Where BMI stands against the 95th percentile, the yardstick of obesity in children. */
export interface BmiStanding extends Standing {
  /** The z-score and percentile of the classic LMS method, before the extension of 2022. */
  originalZScore: number;
  originalPercentile: number;
  percentOf95th: number;
}

/**
 * Where `value` stands among US children of that sex and age (months; cm of height for weight-for-stature), by the CDC
 * 2000 charts; undefined outside of what the charts cover.
 */
export function cdcStanding(table: IndicatorTable, sex: ReferenceSex, x: number, value: number): Standing | undefined {
  if (table === 'weightForStature' && !(x > STATURE_BOUNDS.above && x < STATURE_BOUNDS.below)) return undefined;
  const lms = referenceTables('cdc-2000')[table]?.[sex].at(x);
  if (!lms || !(value > 0)) return undefined;
  const zScore = zScoreOf(value, lms);
  const modifiedZScore = modifiedZScoreOf(value, lms);
  const bounds = PLAUSIBLE[table];
  return {
    zScore,
    percentile: percentileOf(zScore),
    modifiedZScore,
    median: lms.m,
    isImplausiblyLow: bounds !== undefined && modifiedZScore < bounds.low,
    isImplausiblyHigh: bounds !== undefined && modifiedZScore > bounds.high,
  };
}

/**
 * BMI-for-age with the extension of 2022: above the 95th percentile the percentile is 90 + 10 Φ((BMI - P95) / σ), where
 * σ grows with age. Wei R, Ogden CL, Parsons VL, Freedman DS, Hales CM, Ann Hum Biol 47:514-521, 2020.
 */
export function cdcBmiStanding(sex: ReferenceSex, ageMonths: number, bmi: number): BmiStanding | undefined {
  const classic = cdcStanding('bmiForAge', sex, ageMonths, bmi);
  const lms = referenceTables('cdc-2000').bmiForAge?.[sex].at(ageMonths);
  if (!classic || !lms) return undefined;
  const p95 = valueAt(1.6448536269514722, lms);
  const standing: BmiStanding = {
    ...classic,
    originalZScore: classic.zScore,
    originalPercentile: classic.percentile,
    percentOf95th: (100 * bmi) / p95,
  };
  if (classic.percentile <= 95) return standing;
  const tail = 0.1 * upperTail((bmi - p95) / extendedSigma(sex, ageMonths / 12));
  standing.percentile = 100 * (1 - tail);
  standing.zScore = tail < SMALLEST_TAIL ? HIGHEST_EXTENDED_Z : quantileOfUpperTail(tail);
  return standing;
}

/** The scale of the half-normal distribution of BMI above the 95th percentile, age in years (Wei et al. 2020, table 2). */
function extendedSigma(sex: ReferenceSex, ageYears: number): number {
  return sex === 'male'
    ? 0.3728 + 0.5196 * ageYears - 0.0091 * ageYears ** 2
    : 0.8334 + 0.3712 * ageYears - 0.0011 * ageYears ** 2;
}
