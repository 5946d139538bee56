import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { downSample } from './down-sampling.rules.js';

const series = fc
  .array(fc.double({ min: -100, max: 200, noNaN: true }), { minLength: 1, maxLength: 400 })
  .map((values) => values.map((y, x) => ({ x: x * 3, y })));

describe('down-sampling', () => {
  it('keeps ends, extremes, order and the limit', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 5, max: 120 }), (points, atMost) => {
        const kept = downSample(points, atMost);
        const values = kept.map((i) => points[i]!.y);
        const all = points.map(({ y }) => y);
        expect(kept.length).toBe(new Set(kept).size);
        expect(kept.length).toBeLessThanOrEqual(atMost);
        expect(kept).toEqual([...kept].sort((a, b) => a - b));
        expect([kept[0], kept.at(-1)]).toEqual([0, points.length - 1]);
        expect(Math.max(...values)).toBe(Math.max(...all));
        expect(Math.min(...values)).toBe(Math.min(...all));
      }),
    );
  });

  it('keeps every point of a short series', () => {
    expect(
      downSample(
        [
          { x: 0, y: 1 },
          { x: 1, y: 2 },
        ],
        100,
      ),
    ).toEqual([0, 1]);
  });

  it('finds the one spike in a long flat series', () => {
    const points = Array.from({ length: 5000 }, (_, x) => ({ x, y: x === 3137 ? 41 : 36.6 }));
    expect(downSample(points, 50)).toContain(3137);
  });
});
