/** Box-Cox power, median and coefficient of variation of a measurement at one age and sex (Cole & Green 1992). */
export interface Lms {
  l: number;
  m: number;
  s: number;
}

/** Below this power CDC's SAS program takes the logarithm, the limit of the Box-Cox transformation. */
const LOGARITHMIC_POWER = 0.01;

/** How many standard deviations `value` lies from the median: ((value/M)^L - 1) / (L S), or ln(value/M) / S for L near 0. */
export function zScoreOf(value: number, { l, m, s }: Lms): number {
  return Math.abs(l) >= LOGARITHMIC_POWER ? ((value / m) ** l - 1) / (l * s) : Math.log(value / m) / s;
}

/** The measurement that lies `z` standard deviations from the median, NaN where the distribution has none so far out. */
export function valueAt(z: number, { l, m, s }: Lms): number {
  return Math.abs(l) >= LOGARITHMIC_POWER ? m * (1 + l * s * z) ** (1 / l) : m * Math.exp(s * z);
}

/**
 * CDC's modified z-score: the distance from the median in units of half the distance between the median and z = ±2, on
 * the side where the value lies. Unlike the LMS z it does not flatten far from the median, so it is the one that
 * implausible values are judged by. CDC, "Modified z-scores in the CDC growth charts".
 */
export function modifiedZScoreOf(value: number, lms: Lms): number {
  const half = value < lms.m ? (lms.m - valueAt(-2, lms)) / 2 : (valueAt(2, lms) - lms.m) / 2;
  return (value - lms.m) / half;
}

/**
 * WHO's restricted z-score: beyond ±3 the distance is counted in steps of the gap between z = ±2 and z = ±3, because the
 * tails of weight-based measures were not observed that far. WHO Child Growth Standards, Technical Report 2006, chapter 7.
 */
export function restrictedZScoreOf(value: number, lms: Lms): number {
  const z = zScoreOf(value, lms);
  if (z > 3) {
    const third = valueAt(3, lms);
    return 3 + (value - third) / (third - valueAt(2, lms));
  }
  if (z < -3) {
    const third = valueAt(-3, lms);
    return -3 + (value - third) / (valueAt(-2, lms) - third);
  }
  return z;
}
