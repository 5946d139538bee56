import { CDC_END_MONTH, CDC_FIRST_MONTH, type BmiStanding, cdcBmiStanding, cdcStanding } from './cdc.rules.js';
import type { IndicatorTable, ReferenceSex } from './reference-tables.rules.js';
import type { Standing } from './standing.rules.js';
import { DAYS_PER_MONTH, whoStandingForAge, whoWeightForHeight } from './who.rules.js';

/**
 * Which growth reference a child is compared with. `cdc`: WHO 2006 before 24 months, then CDC 2000 with the BMI extension of
 * 2022 (CDC's and AAP's recommendation). `who`: WHO 2006 to five years, then WHO 2007.
 */
export type GrowthReference = 'cdc' | 'who';

/** One visit's measurements of a child; age in whole days since birth. */
export interface GrowthPoint {
  sex: ReferenceSex;
  ageDays: number;
  heightCm?: number | undefined;
  weightKg?: number | undefined;
  headCircumferenceCm?: number | undefined;
}

/** One measure of one visit against the reference. z-scores and percentiles are rounded to six decimals. */
export interface IndicatorAssessment {
  value: number;
  unit: 'cm' | 'kg' | 'kg/m2';
  zScore: number;
  percentile: number;
  modifiedZScore: number;
  flags: string[];
  /** BMI by CDC only: the classic LMS answer and the share of the 95th percentile. */
  originalZScore?: number;
  originalPercentile?: number;
  percentOf95th?: number;
}

/** The measures that the reference has an answer for. */
export interface GrowthAssessment {
  heightForAge?: IndicatorAssessment;
  weightForAge?: IndicatorAssessment;
  bmiForAge?: IndicatorAssessment;
  headCircumferenceForAge?: IndicatorAssessment;
  weightForLength?: IndicatorAssessment;
}

/** Age in months as CDC's and WHO's programs count it: days / 30.4375. */
export function ageInMonths(ageDays: number): number {
  return ageDays / DAYS_PER_MONTH;
}

/** Body mass index in kg/m². */
function bodyMassIndex(weightKg: number, heightCm: number): number {
  return weightKg / (heightCm / 100) ** 2;
}

/** Compares one visit's measurements with the reference; measures that the reference does not cover are left out. */
export function assessGrowth(reference: GrowthReference, point: GrowthPoint): GrowthAssessment {
  const { heightCm, weightKg, headCircumferenceCm } = point;
  const found: GrowthAssessment = {
    heightForAge: assessed(heightCm, 'cm', (cm) => forAge(reference, 'heightForAge', point, cm)),
    weightForAge: assessed(weightKg, 'kg', (kg) => forAge(reference, 'weightForAge', point, kg)),
    headCircumferenceForAge: assessed(headCircumferenceCm, 'cm', (cm) =>
      forAge(reference, 'headCircumferenceForAge', point, cm),
    ),
  };
  if (heightCm !== undefined && heightCm > 0 && weightKg !== undefined) {
    const bmi = bodyMassIndex(weightKg, heightCm);
    found.bmiForAge = assessed(bmi, 'kg/m2', (value) => bmiForAge(reference, point, value));
    found.weightForLength = assessed(weightKg, 'kg', (kg) => weightForLength(reference, point, heightCm, kg));
  }
  return found;
}

function usesCdc(reference: GrowthReference, ageDays: number): boolean {
  return reference === 'cdc' && ageInMonths(ageDays) >= CDC_FIRST_MONTH;
}

function forAge(
  reference: GrowthReference,
  table: Exclude<IndicatorTable, 'weightForLength' | 'weightForStature'>,
  { sex, ageDays }: GrowthPoint,
  value: number,
): Standing | undefined {
  if (!usesCdc(reference, ageDays)) return whoStandingForAge(table, sex, ageDays, value);
  const ageMonths = ageInMonths(ageDays);
  return ageMonths < CDC_END_MONTH ? cdcStanding(table, sex, ageMonths, value) : undefined;
}

/** Under the CDC reference BMI begins at two years; WHO has it from birth. */
function bmiForAge(reference: GrowthReference, { sex, ageDays }: GrowthPoint, bmi: number): Standing | undefined {
  if (reference === 'who') return whoStandingForAge('bmiForAge', sex, ageDays, bmi);
  const ageMonths = ageInMonths(ageDays);
  return ageMonths < CDC_END_MONTH ? cdcBmiStanding(sex, ageMonths, bmi) : undefined;
}

function weightForLength(
  reference: GrowthReference,
  { sex, ageDays }: GrowthPoint,
  heightCm: number,
  weightKg: number,
): Standing | undefined {
  if (!usesCdc(reference, ageDays)) return whoWeightForHeight(sex, ageDays, heightCm, weightKg);
  return ageInMonths(ageDays) < CDC_END_MONTH ? cdcStanding('weightForStature', sex, heightCm, weightKg) : undefined;
}

function assessed(
  value: number | undefined,
  unit: IndicatorAssessment['unit'],
  standingOf: (value: number) => Standing | BmiStanding | undefined,
): IndicatorAssessment | undefined {
  if (value === undefined) return undefined;
  const standing = standingOf(value);
  if (!standing) return undefined;
  const assessment: IndicatorAssessment = {
    value: rounded(value),
    unit,
    zScore: rounded(standing.zScore),
    percentile: rounded(standing.percentile),
    modifiedZScore: rounded(standing.modifiedZScore),
    flags: flagsOf(standing),
  };
  return 'percentOf95th' in standing ? { ...assessment, ...extension(standing) } : assessment;
}

function extension(standing: BmiStanding) {
  return {
    originalZScore: rounded(standing.originalZScore),
    originalPercentile: rounded(standing.originalPercentile),
    percentOf95th: rounded(standing.percentOf95th),
  };
}

function flagsOf({ isImplausiblyLow, isImplausiblyHigh }: Standing): string[] {
  if (isImplausiblyLow) return ['biologically-implausible-low'];
  return isImplausiblyHigh ? ['biologically-implausible-high'] : [];
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
