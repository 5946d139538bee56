import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { restrictedZScoreOf, valueAt, zScoreOf } from './lms.rules.js';
import { whoStandingForAge, whoWeightForHeight } from './who.rules.js';

/** Cells of WHO's printed z-score tables (one decimal): measure, sex, age in days, value, printed z. */
const PRINTED = [
  ['weightForAge', 'male', 0, 3.3, 0],
  ['weightForAge', 'male', 365, 9.6, 0],
  ['weightForAge', 'male', 365, 12, 2],
  ['weightForAge', 'male', 365, 6.9, -3],
  ['weightForAge', 'female', 365, 8.9, 0],
  ['heightForAge', 'female', 0, 49.1, 0],
  ['heightForAge', 'female', 0, 52.9, 2],
  ['heightForAge', 'male', 1826, 110, 0],
  ['headCircumferenceForAge', 'male', 365, 46.1, 0],
  ['bmiForAge', 'male', 3653, 16.4, 0],
  ['bmiForAge', 'male', 3653, 21.4, 2],
  ['bmiForAge', 'male', 3653, 18.5, 1],
  ['heightForAge', 'male', 3653, 137.8, 0],
] as const;

describe("WHO's standards of 2006 and reference of 2007", () => {
  it.each(PRINTED)('%s of a %s child, %d days old: %d is z %d', (table, sex, ageDays, value, printed) => {
    expect(Math.abs(whoStandingForAge(table, sex, ageDays, value)!.zScore - printed)).toBeLessThan(0.1);
  });

  it('weigh a child against its length before 24 months, and its height after', () => {
    expect(whoWeightForHeight('male', 1100, 100, 15.4)!.zScore).toBeCloseTo(0, 1);
    expect(whoWeightForHeight('female', 200, 65, 7.2)!.zScore).toBeCloseTo(0, 0);
    const lying = whoWeightForHeight('male', 730, 85, 12)!.zScore;
    const standing = whoWeightForHeight('male', 731, 85, 12)!.zScore;
    expect(lying).toBeGreaterThan(standing);
  });

  it('hand over from 2006 to 2007 at five years without a gap', () => {
    for (const day of [1826, 1827, 1850, 1857]) {
      expect(whoStandingForAge('heightForAge', 'female', day, 109)!.zScore).toBeCloseTo(0, 0);
    }
    expect(whoStandingForAge('weightForAge', 'female', 3700, 32)).toBeUndefined();
    expect(whoStandingForAge('heightForAge', 'female', 7000, 160)).toBeUndefined();
    expect(whoWeightForHeight('female', 1830, 100, 15)).toBeUndefined();
    expect(whoWeightForHeight('female', 100, 44.9, 3)).toBeUndefined();
  });

  it('count in steps of the outermost observed gap beyond z = ±3, and agree with the LMS method within', () => {
    const lms = { l: -0.35, m: 9.65, s: 0.11 };
    const step = valueAt(3, lms) - valueAt(2, lms);
    expect(restrictedZScoreOf(valueAt(3, lms) + 2 * step, lms)).toBeCloseTo(5, 10);
    fc.assert(
      fc.property(fc.double({ min: -2.99, max: 2.99, noNaN: true }), (z) => {
        expect(restrictedZScoreOf(valueAt(z, lms), lms)).toBeCloseTo(z, 9);
        expect(zScoreOf(valueAt(z, lms), lms)).toBeCloseTo(z, 9);
      }),
    );
  });
});
