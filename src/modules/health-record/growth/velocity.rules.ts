import type { GrowthPoint } from './growth.rules.js';

/** Days of a year, as growth velocities are counted. */
const DAYS_PER_YEAR = 365.25;
/** Infants are measured monthly, so two months tell a velocity; later, half a year is needed to exceed measuring error. */
const INFANT_UNTIL_DAYS = 731;
const SHORTEST_INTERVAL_DAYS = { infant: 60, child: 180 };
/** Beyond this the rate says little about the present: two velocities were averaged over a changing child. */
const LONGEST_INTERVAL_DAYS = 550;

/** How fast a child grew up to one visit. */
export interface GrowthVelocity {
  perYear: number;
  unit: 'cm/year' | 'kg/year';
  /** Length of the interval the rate was measured over. */
  intervalDays: number;
}

type Measure = 'heightCm' | 'weightKg' | 'headCircumferenceCm';

/**
 * The rate of growth up to the visit at `index` of `points` (ascending by age): against the latest earlier measurement that is far
 * enough back to exceed measuring error (60 days before two years, 180 after; Tanner & Davies, J Pediatr 107:317, 1985, who
 * advise a whole year where there is one). Undefined without such a measurement.
 */
export function velocityUpTo(
  points: readonly GrowthPoint[],
  index: number,
  measure: Measure,
): GrowthVelocity | undefined {
  const last = points[index];
  const value = last?.[measure];
  if (!last || value === undefined) return undefined;
  const shortest = last.ageDays < INFANT_UNTIL_DAYS ? SHORTEST_INTERVAL_DAYS.infant : SHORTEST_INTERVAL_DAYS.child;
  for (let i = index - 1; i >= 0; i -= 1) {
    const earlier = points[i]!;
    const intervalDays = last.ageDays - earlier.ageDays;
    if (intervalDays > LONGEST_INTERVAL_DAYS) return undefined;
    const before = earlier[measure];
    if (before !== undefined && intervalDays >= shortest) {
      const perYear = ((value - before) / intervalDays) * DAYS_PER_YEAR;
      return {
        perYear: Math.round(perYear * 100) / 100,
        unit: measure === 'weightKg' ? 'kg/year' : 'cm/year',
        intervalDays,
      };
    }
  }
  return undefined;
}
