import { readFileSync } from 'node:fs';

/** How a reading is classed by the guideline; `stage-1` and `stage-2` are hypertension when confirmed on three visits. */
export type BloodPressureClass = 'normal' | 'elevated' | 'stage-1' | 'stage-2';

type Sex = 'female' | 'male';

/** The 50th, 90th and 95th percentile of one pressure, mm Hg. */
export interface PressureBand {
  p50: number;
  p90: number;
  p95: number;
}

/** What is expected of a child of that sex, age and height. */
export interface BloodPressureBands {
  systolic: PressureBand;
  diastolic: PressureBand;
}

type Percentile = keyof PressureBand;

interface YearOfAge {
  heightCm: number[];
  systolic: Record<Percentile, number[]>;
  diastolic: Record<Percentile, number[]>;
}

const DAYS_PER_YEAR = 365.25;
/** From here on the guideline uses the adult thresholds, whatever sex and height. */
const ADULT_THRESHOLDS_FROM_YEARS = 13;
/** Stage 2 begins this far above the 95th percentile. */
const STAGE_2_ABOVE_P95 = 12;
/** The column of the 50th percentile of height, for a child whose height is not known. */
const MEDIAN_HEIGHT = 3;

let tables: Record<Sex, YearOfAge[]> | undefined;

function yearsOfAge(sex: Sex): YearOfAge[] {
  const file = new URL('./tables/blood-pressure-2017.data.json', import.meta.url);
  tables ??= (JSON.parse(readFileSync(file, 'utf8')) as { tables: Record<Sex, YearOfAge[]> }).tables;
  return tables[sex];
}

/**
 * The percentiles of blood pressure for children of 1 to 17 years, from the column whose height is nearest to the child's
 * (as the guideline says; the middle column without a height); undefined at other ages. Flynn JT et al., Pediatrics
 * 140(3):e20171904, 2017, tables 4 and 5.
 */
export function bloodPressureBands(sex: Sex, ageDays: number, heightCm?: number): BloodPressureBands | undefined {
  const year = yearsOfAge(sex)[Math.floor(ageDays / DAYS_PER_YEAR) - 1];
  if (!year) return undefined;
  const column = heightCm === undefined ? MEDIAN_HEIGHT : nearestColumn(year.heightCm, heightCm);
  const band = ({ p50, p90, p95 }: Record<Percentile, number[]>): PressureBand => ({
    p50: p50[column]!,
    p90: p90[column]!,
    p95: p95[column]!,
  });
  return { systolic: band(year.systolic), diastolic: band(year.diastolic) };
}

function nearestColumn(heights: readonly number[], heightCm: number): number {
  let nearest = 0;
  for (let i = 1; i < heights.length; i += 1) {
    if (Math.abs(heights[i]! - heightCm) < Math.abs(heights[nearest]! - heightCm)) nearest = i;
  }
  return nearest;
}

/** The lowest pressures of each class above normal. */
interface Thresholds {
  elevated: number;
  stage1: number;
  stage2: number;
}

const ADULT: { systolic: Thresholds; diastolic: Thresholds } = {
  systolic: { elevated: 120, stage1: 130, stage2: 140 },
  diastolic: { elevated: 80, stage1: 80, stage2: 90 },
};

/**
 * The class of one reading (table 3 of the guideline): by percentile before 13 years, though never above the adult
 * thresholds; by those from 13 years on. The higher class of the two pressures counts. Undefined below one year, and
 * before 13 without a sex that the tables are published for.
 */
export function classifyBloodPressure(
  { systolic, diastolic }: { systolic: number; diastolic: number },
  child: { sex: Sex | undefined; ageDays: number; heightCm?: number | undefined },
): BloodPressureClass | undefined {
  if (child.ageDays >= ADULT_THRESHOLDS_FROM_YEARS * DAYS_PER_YEAR) {
    return higher(classOf(systolic, ADULT.systolic), classOf(diastolic, ADULT.diastolic));
  }
  const bands = child.sex && bloodPressureBands(child.sex, child.ageDays, child.heightCm);
  if (!bands) return undefined;
  return higher(
    classOf(systolic, childThresholds(bands.systolic, ADULT.systolic)),
    classOf(diastolic, childThresholds(bands.diastolic, ADULT.diastolic)),
  );
}

function childThresholds(band: PressureBand, adult: Thresholds): Thresholds {
  return {
    elevated: Math.min(band.p90, adult.elevated),
    stage1: Math.min(band.p95, adult.stage1),
    stage2: Math.min(band.p95 + STAGE_2_ABOVE_P95, adult.stage2),
  };
}

const ORDER: readonly BloodPressureClass[] = ['normal', 'elevated', 'stage-1', 'stage-2'];

function classOf(pressure: number, { elevated, stage1, stage2 }: Thresholds): BloodPressureClass {
  if (pressure >= stage2) return 'stage-2';
  if (pressure >= stage1) return 'stage-1';
  return pressure >= elevated ? 'elevated' : 'normal';
}

function higher(a: BloodPressureClass, b: BloodPressureClass): BloodPressureClass {
  return ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b;
}
