import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { assessGrowth, type GrowthPoint } from './growth.rules.js';
import { slipQuestions } from './slips.rules.js';
import { velocityUpTo } from './velocity.rules.js';

const YEAR = 365.25;
/** A girl near the median at each birthday from two to eight years. */
const NEAR_THE_MEDIAN: GrowthPoint[] = [
  [2, 85.5, 12],
  [3, 94.5, 14],
  [4, 101.5, 16],
  [5, 108, 18.2],
  [6, 115, 20.5],
  [7, 121.5, 23],
  [8, 127.5, 26],
].map(([years, heightCm, weightKg]) => ({ sex: 'female', ageDays: Math.round(years! * YEAR), heightCm, weightKg }));

const withVisit = (index: number, change: Partial<GrowthPoint>) =>
  NEAR_THE_MEDIAN.map((point, i) => (i === index ? { ...point, ...change } : point));

describe('an assessment of growth', () => {
  it("follows WHO under two years and CDC after, under the reference 'cdc'", () => {
    const infant = { sex: 'male', ageDays: 300, heightCm: 73, weightKg: 9.2, headCircumferenceCm: 45 } as const;
    expect(assessGrowth('cdc', infant)).toEqual({ ...assessGrowth('who', infant), bmiForAge: undefined });
    const child = { ...infant, ageDays: 1200, heightCm: 97, weightKg: 14.5 };
    expect(assessGrowth('cdc', child).weightForAge!.zScore).not.toBe(assessGrowth('who', child).weightForAge!.zScore);
    expect(assessGrowth('cdc', child).headCircumferenceForAge).toBeUndefined();
    expect(assessGrowth('cdc', child).bmiForAge!.percentOf95th).toBeGreaterThan(80);
  });

  it('switches at the 24th month as CDC counts it, and ends at twenty years', () => {
    const at = (ageDays: number) => assessGrowth('cdc', { sex: 'male', ageDays, heightCm: 88, weightKg: 12.5 });
    expect(at(730).bmiForAge).toBeUndefined();
    expect(at(731).bmiForAge).toBeDefined();
    expect(at(7305).heightForAge).toBeUndefined();
    expect(at(7304).heightForAge!.flags).toEqual(['biologically-implausible-low']);
  });

  it('never orders two children of one age against their measurements', () => {
    const sex = fc.constantFrom('female' as const, 'male' as const);
    const weight = fc.double({ min: 1, max: 150, noNaN: true });
    fc.assert(
      fc.property(
        fc.constantFrom('cdc' as const, 'who' as const),
        sex,
        fc.integer({ min: 0, max: 7304 }),
        weight,
        weight,
        (reference, sex, ageDays, a, b) => {
          const z = (weightKg: number) => assessGrowth(reference, { sex, ageDays, weightKg }).weightForAge?.zScore;
          const [low, high] = [z(Math.min(a, b)), z(Math.max(a, b))];
          expect(low === undefined || high === undefined || low <= high).toBe(true);
        },
      ),
    );
  });
});

describe('doubts about a measurement', () => {
  const kinds = (points: GrowthPoint[]) => slipQuestions('cdc', points).map((visit) => visit.map(({ kind }) => kind));

  it('are none for a child that grows along its line', () => {
    expect(kinds(NEAR_THE_MEDIAN).flat()).toEqual([]);
  });

  it.each([
    ['pounds-for-kilograms', { weightKg: 18.2 * 2.2046 }],
    ['kilograms-for-pounds', { weightKg: 18.2 / 2.2046 }],
    ['slipped-decimal', { weightKg: 182 }],
    ['slipped-decimal', { weightKg: 1.82 }],
    ['inches-for-centimetres', { heightCm: 42.5 }],
    ['slipped-decimal', { heightCm: 10.8 }],
    ['slipped-decimal', { heightCm: 1.08 }],
    ['height-and-weight-swapped', { heightCm: 18.2, weightKg: 108 }],
    ['shrinking', { heightCm: 98 }],
  ] as const)('ask about %s, only at that visit', (kind, change) => {
    const asked = kinds(withVisit(3, change));
    expect(new Set(asked[3])).toEqual(new Set([kind]));
    expect(asked.flat()).toHaveLength(asked[3]!.length);
  });

  it('say what the measurement would be, and leave it as recorded', () => {
    const visits = withVisit(3, { weightKg: 40.1 });
    expect(slipQuestions('cdc', visits)[3]).toEqual([
      { measure: 'weightKg', kind: 'pounds-for-kilograms', recorded: 40.1, wouldBe: 18.19 },
    ]);
    expect(visits[3]!.weightKg).toBe(40.1);
  });

  it('fall on the more extreme of two visits, and on a lone visit only when it is implausible', () => {
    expect(kinds([NEAR_THE_MEDIAN[2]!, { ...NEAR_THE_MEDIAN[3]!, weightKg: 40.1 }])).toEqual([
      [],
      ['pounds-for-kilograms'],
    ]);
    expect(kinds([{ ...NEAR_THE_MEDIAN[3]!, weightKg: 182 }])).toEqual([['slipped-decimal']]);
    expect(kinds([{ ...NEAR_THE_MEDIAN[3]!, weightKg: 24 }])).toEqual([[]]);
  });
});

describe('velocity', () => {
  it('is counted per year against the latest visit that is far enough back', () => {
    const { ageDays } = NEAR_THE_MEDIAN[3]!;
    const points = [...NEAR_THE_MEDIAN.slice(0, 4), { sex: 'female' as const, ageDays: ageDays + 20, heightCm: 108.4 }];
    expect(velocityUpTo(points, 4, 'heightCm')).toEqual({ perYear: 6.55, unit: 'cm/year', intervalDays: 385 });
    expect(velocityUpTo(points, 3, 'weightKg')).toEqual({ perYear: 2.2, unit: 'kg/year', intervalDays: 365 });
  });

  it('is unknown for a first visit, a visit without the measure, and after a long gap', () => {
    expect(velocityUpTo(NEAR_THE_MEDIAN, 0, 'heightCm')).toBeUndefined();
    expect(velocityUpTo([...NEAR_THE_MEDIAN, { sex: 'female', ageDays: 3300 }], 7, 'heightCm')).toBeUndefined();
    expect(velocityUpTo([NEAR_THE_MEDIAN[0]!, NEAR_THE_MEDIAN[2]!], 1, 'heightCm')).toBeUndefined();
  });
});
