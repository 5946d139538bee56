import { modifiedZScoreOf, restrictedZScoreOf, zScoreOf } from './lms.rules.js';
import { percentileOf } from './normal-distribution.rules.js';
import { type IndicatorTable, type LmsTable, type ReferenceSex, referenceTables } from './reference-tables.rules.js';
import type { Standing } from './standing.rules.js';

/** WHO measures children lying before this day of life and standing from it on (24 completed months). */
const WHO_STANDING_FROM_DAY = 731;
/** A month of WHO's and CDC's programs, in days. */
export const DAYS_PER_MONTH = 30.4375;

/** The measures whose tails WHO restricts beyond z = ±3; length and head circumference are normally distributed. */
const RESTRICTED = new Set<IndicatorTable>(['weightForAge', 'bmiForAge', 'weightForLength', 'weightForStature']);

/** z-scores outside of these are flagged by WHO's igrowup and AnthroPlus programs. */
const PLAUSIBLE: Record<IndicatorTable, { low: number; high: number }> = {
  heightForAge: { low: -6, high: 6 },
  weightForAge: { low: -6, high: 5 },
  bmiForAge: { low: -5, high: 5 },
  headCircumferenceForAge: { low: -5, high: 5 },
  weightForLength: { low: -5, high: 5 },
  weightForStature: { low: -5, high: 5 },
};

/**
 * Where `value` stands by WHO's standards of 2006 (to 5 years, by whole day) or its reference of 2007 (5 to 19 years, between
 * months); undefined outside of what they cover.
 */
export function whoStandingForAge(
  table: Exclude<IndicatorTable, 'weightForLength' | 'weightForStature'>,
  sex: ReferenceSex,
  ageDays: number,
  value: number,
): Standing | undefined {
  const young = referenceTables('who-2006')[table]?.[sex];
  if (young && ageDays <= young.last) return standingIn(table, young, Math.round(ageDays), value);
  const older = referenceTables('who-2007')[table]?.[sex];
  const ageMonths = ageDays / DAYS_PER_MONTH;
  // The last published month is only the upper end of an interpolation: AnthroPlus answers for ages below it.
  return older && ageMonths < older.last ? standingIn(table, older, ageMonths, value) : undefined;
}

/**
 * Weight for length (lying, before 24 months) or for height (standing): by WHO 2006, which ends at five years. The length
 * and height tables cover 45 to 110 and 65 to 120 cm.
 */
export function whoWeightForHeight(
  sex: ReferenceSex,
  ageDays: number,
  heightCm: number,
  weightKg: number,
): Standing | undefined {
  const tables = referenceTables('who-2006');
  if (ageDays > tables.weightForAge![sex].last) return undefined;
  const table: IndicatorTable = ageDays < WHO_STANDING_FROM_DAY ? 'weightForLength' : 'weightForStature';
  return standingIn(table, tables[table]![sex], heightCm, weightKg);
}

function standingIn(table: IndicatorTable, lmsTable: LmsTable, x: number, value: number): Standing | undefined {
  const lms = lmsTable.at(x);
  if (!lms || !(value > 0)) return undefined;
  const zScore = RESTRICTED.has(table) ? restrictedZScoreOf(value, lms) : zScoreOf(value, lms);
  const { low, high } = PLAUSIBLE[table];
  return {
    zScore,
    percentile: percentileOf(zScore),
    modifiedZScore: modifiedZScoreOf(value, lms),
    median: lms.m,
    isImplausiblyLow: zScore < low,
    isImplausiblyHigh: zScore > high,
  };
}
