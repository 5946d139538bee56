import { describe, expect, it } from '@jest/globals';
import { isAbnormal, limitOf, VITAL_LIMITS } from './vital-limits.rules.js';

const years = (n: number) => Math.ceil(n * 365.25);

describe('limits of vital signs', () => {
  it.each([
    ['temperatureC', 37.9, 'male', 8, false],
    ['temperatureC', 38, 'male', 8, true],
    ['temperatureC', 34.9, 'male', 8, true],
    ['spo2', 93, 'unknown', 8, true],
    ['spo2', 99, 'unknown', 8, false],
    ['heartRate', 120, 'female', 8, false],
    ['heartRate', 120, 'female', 12, true],
    ['respiratoryRate', 26, 'female', 3, false],
    ['respiratoryRate', 26, 'female', 15, true],
    ['systolic', 125, 'female', 5, true],
    ['systolic', 120, 'female', 5, false],
    ['systolic', 139, 'other', 15, false],
    ['diastolic', 90, 'other', 15, true],
    ['weightKg', 500, 'male', 8, false],
  ] as const)('%s %d of a %s of %d years: abnormal is %s', (vital, value, sex, age, expected) => {
    expect(isAbnormal(vital, value, sex, years(age))).toBe(expected);
  });

  it('cover each day of life at most once for each vital and sex', () => {
    for (const { vital, sex, fromDays } of VITAL_LIMITS) {
      const same = VITAL_LIMITS.filter(
        (limit) =>
          limit.vital === vital &&
          (limit.sex ?? sex) === (sex ?? limit.sex) &&
          limit.fromDays <= fromDays &&
          fromDays < limit.untilDays,
      );
      expect(same).toHaveLength(sex === undefined && same.some((limit) => limit.sex) ? same.length : 1);
    }
    expect(limitOf('systolic', 'unknown', years(5))).toBeUndefined();
  });
});
