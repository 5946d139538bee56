import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DurationHistogram, EXPORTED_BOUNDS_MS } from './duration-histogram.js';
import { RecentDurations } from './recent-durations.js';

const durations = fc.array(fc.double({ min: 0, max: 40_000, noNaN: true }), { minLength: 1, maxLength: 200 });

function histogramOf(values: readonly number[]): DurationHistogram {
  const histogram = new DurationHistogram();
  for (const value of values) histogram.observe(value);
  return histogram;
}

describe('a histogram of durations', () => {
  it('has percentiles within a bucket of the exact ones, in order, and never above the maximum', () => {
    fc.assert(
      fc.property(durations, fc.constantFrom(0.5, 0.95, 0.99), (values, fraction) => {
        const sorted = values.toSorted((a, b) => a - b);
        const exact = sorted[Math.max(0, Math.ceil(fraction * sorted.length) - 1)] ?? 0;
        const histogram = histogramOf(values);
        const estimate = histogram.percentile(fraction);
        expect(estimate).toBeLessThanOrEqual(histogram.maxMs);
        expect(estimate).toBeGreaterThanOrEqual(0);
        // Buckets widen by at most 30 % of their lower bound; the lowest and the open-ended one are wider.
        if (exact > 0.3 && exact <= 30_000) expect(Math.abs(estimate - exact)).toBeLessThanOrEqual(0.3 * exact);
        expect(histogram.percentile(0.5)).toBeLessThanOrEqual(histogram.percentile(0.99));
      }),
    );
  });

  it('tells Prometheus cumulative counts that are exact at every bound', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const expected = EXPORTED_BOUNDS_MS.map((bound) => values.filter((value) => value <= bound).length);
        expect(histogramOf(values).cumulative()).toEqual(expected);
      }),
    );
  });

  it('adds up as if all had been observed by one', () => {
    fc.assert(
      fc.property(durations, durations, (one, other) => {
        const sum = histogramOf(one);
        sum.add(histogramOf(other));
        expect(sum.cumulative()).toEqual(histogramOf([...one, ...other]).cumulative());
        expect(sum.count).toBe(one.length + other.length);
      }),
    );
  });

  it('answers zero before the first observation', () => {
    expect(new DurationHistogram().figures()).toEqual({ count: 0, avg: 0, p50: 0, p95: 0, p99: 0, max: 0 });
  });
});

describe('recent durations', () => {
  it('forget what is older than five minutes, and nothing younger', () => {
    let now = 0;
    const recent = new RecentDurations(() => now);
    recent.observe(100);
    now = 4.5 * 60_000;
    recent.observe(10);
    expect(recent.merged().count).toBe(2);
    now = 6.5 * 60_000;
    expect(recent.merged()).toMatchObject({ count: 1, maxMs: 10 });
    now = 60 * 60_000;
    expect(recent.merged().count).toBe(0);
  });
});
