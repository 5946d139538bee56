import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { linear, niceLinear, timeTicks } from './scale.ts';

describe('scales', () => {
  it('maps a domain onto pixels and back', () => {
    const scale = linear([0, 10], [100, 200]);
    assert.equal(scale(5), 150);
    assert.equal(scale.invert(150), 5);
  });

  it('draws a single value without dividing by zero', () => {
    assert.ok(Number.isFinite(linear([7, 7], [0, 100])(7)));
    assert.ok(Number.isFinite(niceLinear([7, 7], [0, 100], 5)(7)));
  });

  it('puts time ticks on beginnings of days, months and years', () => {
    const day = 86_400_000;
    const start = Date.UTC(2026, 0, 3, 7);
    assert.ok(timeTicks([start, start + 5 * day], 6).every(({ value }) => value % day === 0));
    const years = timeTicks([Date.UTC(2015, 5), Date.UTC(2026, 5)], 6);
    assert.deepEqual(
      years.map(({ label }) => label),
      ['2016', '2018', '2020', '2022', '2024', '2026'],
    );
    const months = timeTicks([Date.UTC(2026, 0, 15), Date.UTC(2026, 5, 15)], 6);
    assert.deepEqual(months.map(({ label }) => label).at(0), 'Feb 2026');
  });

  it('never gives more ticks than there is room for, nor one outside', () => {
    for (const span of [1, 9, 40, 400, 4_000, 10_000]) {
      const [first, last] = [Date.UTC(2020, 1, 7), Date.UTC(2020, 1, 7) + span * 86_400_000];
      const found = timeTicks([first, last], 7);
      assert.ok(found.length <= 8 && found.every(({ value }) => value >= first && value <= last), String(span));
    }
  });
});
