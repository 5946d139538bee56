import { describe, expect, it } from '@jest/globals';
import { bloodPressureBands, classifyBloodPressure } from './blood-pressure.rules.js';

const years = (n: number) => Math.ceil(n * 365.25);

describe('blood pressure of children by the 2017 guideline', () => {
  it('has the printed percentiles', () => {
    expect(bloodPressureBands('male', years(5), 112.4)).toEqual({
      systolic: { p50: 94, p90: 106, p95: 109 },
      diastolic: { p50: 53, p90: 65, p95: 69 },
    });
    expect(bloodPressureBands('female', years(12.9), 166.4)).toEqual({
      systolic: { p50: 108, p90: 122, p95: 126 },
      diastolic: { p50: 65, p90: 76, p95: 79 },
    });
  });

  it('takes the column of the nearest height, the outermost beyond, and the middle one without a height', () => {
    expect(bloodPressureBands('male', years(8), 122.4)!.systolic.p95).toBe(111);
    expect(bloodPressureBands('male', years(8), 122.5)!.systolic.p95).toBe(112);
    expect(bloodPressureBands('male', years(8), 190)!.systolic.p95).toBe(117);
    expect(bloodPressureBands('male', years(8))).toEqual(bloodPressureBands('male', years(8), 131));
  });

  it('has none below one year and from eighteen on', () => {
    expect(bloodPressureBands('female', 365, 74)).toBeUndefined();
    expect(bloodPressureBands('female', years(18), 165)).toBeUndefined();
  });

  it.each([
    [105, 64, 'normal'],
    [106, 60, 'elevated'],
    [109, 60, 'stage-1'],
    [100, 69, 'stage-1'],
    [121, 60, 'stage-2'],
    [100, 81, 'stage-2'],
  ])('classes %d/%d of a five-year-old boy of 112 cm as %s', (systolic, diastolic, expected) => {
    expect(classifyBloodPressure({ systolic, diastolic }, { sex: 'male', ageDays: years(5), heightCm: 112 })).toBe(
      expected,
    );
  });

  it('never lets a tall child have more than an adult: 120/80 is elevated, 130 and 140 the stages', () => {
    const tall = { sex: 'male', ageDays: years(12), heightCm: 165.5 } as const;
    expect(classifyBloodPressure({ systolic: 121, diastolic: 70 }, tall)).toBe('elevated');
    expect(classifyBloodPressure({ systolic: 129, diastolic: 70 }, tall)).toBe('stage-1');
    expect(classifyBloodPressure({ systolic: 140, diastolic: 70 }, tall)).toBe('stage-2');
  });

  it.each([
    [119, 79, 'normal'],
    [129, 79, 'elevated'],
    [130, 70, 'stage-1'],
    [118, 80, 'stage-1'],
    [118, 90, 'stage-2'],
  ])('classes %d/%d from thirteen years on as %s, also without a known sex', (systolic, diastolic, expected) => {
    expect(classifyBloodPressure({ systolic, diastolic }, { sex: undefined, ageDays: years(13) })).toBe(expected);
  });

  it('says nothing about an infant, nor about a young child whose sex is not known', () => {
    expect(classifyBloodPressure({ systolic: 90, diastolic: 50 }, { sex: 'male', ageDays: 200 })).toBeUndefined();
    expect(
      classifyBloodPressure({ systolic: 90, diastolic: 50 }, { sex: undefined, ageDays: years(5) }),
    ).toBeUndefined();
  });
});
