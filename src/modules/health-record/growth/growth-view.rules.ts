import { ageInMonths, type GrowthPoint, type GrowthReference } from './growth.rules.js';
import type { ReferenceSex } from './reference-tables.rules.js';
import { assessSeries, type VisitAssessment } from './series.rules.js';

/** A child's growth, visit by visit, oldest first. */
export interface GrowthView {
  reference: GrowthReference;
  measurements: ({ recordId: string; measuredAt: string } & VisitAssessment)[];
  /** True when older visits were left out; ask for them by `to`. */
  isTruncated: boolean;
  /** Why there are values but no z-scores: the references are published for girls and boys. */
  unassessedBecause?: 'sex-not-in-reference';
}

/** One measured visit as the database tells it; age in whole days. */
interface MeasuredVisit {
  recordId: string;
  measuredAt: string;
  ageDays: number;
  heightCm: number | null;
  weightKg: number | null;
  headCircumferenceCm: number | null;
}

/** What the answer is made of: the visits as one JSON text, ascending by time, so that they reach a thread as they are. */
export interface GrowthMaterial {
  reference: GrowthReference;
  sex: string;
  visits: string;
  /** The oldest visits beyond this many are left out. */
  atMost: number;
}

/** The answer as finished JSON. */
export function growthBody({ reference, sex, visits: text, atMost }: GrowthMaterial): string {
  const all = JSON.parse(text) as MeasuredVisit[];
  const isTruncated = all.length > atMost;
  const visits = isTruncated ? all.slice(-atMost) : all;
  const view: GrowthView =
    sex === 'female' || sex === 'male'
      ? { reference, measurements: assessed(reference, sex, visits), isTruncated }
      : { reference, measurements: unassessed(visits), isTruncated, unassessedBecause: 'sex-not-in-reference' };
  return JSON.stringify(view);
}

function assessed(reference: GrowthReference, sex: ReferenceSex, visits: MeasuredVisit[]): GrowthView['measurements'] {
  const points = visits.map(({ ageDays, heightCm, weightKg, headCircumferenceCm }): GrowthPoint => ({
    sex,
    ageDays,
    heightCm: heightCm ?? undefined,
    weightKg: weightKg ?? undefined,
    headCircumferenceCm: headCircumferenceCm ?? undefined,
  }));
  const assessments = assessSeries(reference, points);
  return visits.map(({ recordId, measuredAt }, i) => ({ recordId, measuredAt, ...assessments[i]! }));
}

function unassessed(visits: MeasuredVisit[]): GrowthView['measurements'] {
  return visits.map(({ recordId, measuredAt, ageDays }) => ({ recordId, measuredAt, ageMonths: ageInMonths(ageDays) }));
}
