import { describe, expect, it } from '@jest/globals';
import { addDays, barOf, barsOf, stepFor } from './calendar.rules.js';

describe('the bars of a chart', () => {
  it('begin on Mondays and firsts of the month', () => {
    expect(barOf('2026-11-27', 'week')).toBe('2026-11-23');
    expect(barOf('2026-11-23', 'week')).toBe('2026-11-23');
    expect(barOf('2026-11-22', 'week')).toBe('2026-11-16');
    expect(barOf('2024-02-29', 'month')).toBe('2024-02-01');
  });

  it('cover the range without a gap, across leap days and years', () => {
    expect(barsOf('2024-03-02', 'week', 'day')).toEqual([
      '2024-02-25',
      '2024-02-26',
      '2024-02-27',
      '2024-02-28',
      '2024-02-29',
      '2024-03-01',
      '2024-03-02',
    ]);
    expect(barsOf('2026-01-15', 'year', 'month').length).toBe(13);
    expect(barsOf('2026-01-15', 'year', 'month')[0]).toBe('2025-01-01');
    expect(barsOf('2026-11-27', 'quarter', stepFor('quarter')).at(-1)).toBe('2026-11-23');
    expect(addDays('2025-12-31', 1)).toBe('2026-01-01');
  });
});
