import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { percentileOf, quantileOfUpperTail, upperTail } from './normal-distribution.rules.js';

describe('the normal distribution', () => {
  it('has the tabulated tails', () => {
    expect(upperTail(0)).toBeCloseTo(0.5, 15);
    expect(percentileOf(1.959963984540054)).toBeCloseTo(97.5, 12);
    expect(percentileOf(-1.6448536269514722)).toBeCloseTo(5, 12);
    expect(upperTail(5) / 2.866515718791939e-7).toBeCloseTo(1, 9);
    expect(upperTail(8) / 6.220960574271786e-16).toBeCloseTo(1, 7);
    expect(upperTail(40)).toBe(0);
  });

  it('finds the z of any tail again', () => {
    fc.assert(
      fc.property(fc.double({ min: -5, max: 8.2, noNaN: true }), (z) => {
        expect(quantileOfUpperTail(upperTail(z))).toBeCloseTo(z, 8);
      }),
    );
  });
});
