import { growthCurves } from 'virtual:growth-curves';
import { valueAt } from '../../../../src/modules/health-record/growth/lms.rules.ts';
import type { Sex } from '../../api/types.ts';

/** The percentiles that CDC's clinical charts draw, with their z. */
const PERCENTILES: [percentile: number, z: number][] = [
  [3, -1.880794],
  [10, -1.281552],
  [25, -0.67449],
  [50, 0],
  [75, 0.67449],
  [90, 1.281552],
  [97, 1.880794],
];

/** One percentile over age; a new segment where the reference changes. */
export interface Curve {
  percentile: number;
  segments: [ageMonths: number, value: number][][];
}

/** The curves of a reference for one sex; none where it has none. */
export function curvesOf(reference: 'cdc' | 'who', indicator: string, sex: Sex): Curve[] {
  if (sex !== 'female' && sex !== 'male') return [];
  const segments = growthCurves[reference]?.[indicator]?.[sex] ?? [];
  return PERCENTILES.map(([percentile, z]) => ({
    percentile,
    segments: segments.map((rows) => rows.map(([month, l, m, s]) => [month, valueAt(z, { l, m, s })])),
  }));
}

/** “62nd”; beyond the first and the 99th with the decimals that still tell apart. */
export function percentileText(percentile: number): string {
  if (percentile < 1) return `${percentile.toFixed(1)}th`;
  if (percentile > 99) return `${Math.min(percentile, 99.9).toFixed(1)}th`;
  const whole = Math.round(percentile);
  const isTeen = whole >= 11 && whole <= 13;
  const ending = isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][whole % 10] ?? 'th');
  return `${whole}${ending}`;
}

/** Age from months, as a clinic says it. */
export function ageText(months: number): string {
  if (months < 24) return `${months.toFixed(1)} mo`;
  return `${Math.floor(months / 12)} y ${Math.floor(months % 12)} mo`;
}
