import { assessGrowth, type GrowthAssessment, type GrowthPoint, type GrowthReference } from './growth.rules.js';

type Measure = 'heightCm' | 'weightKg';

/** What a measurement looks like it might be instead of itself. Always a question to the person who measured. */
export type SlipKind =
  | 'shrinking'
  | 'pounds-for-kilograms'
  | 'kilograms-for-pounds'
  | 'inches-for-centimetres'
  | 'slipped-decimal'
  | 'height-and-weight-swapped';

/** A doubt about one measurement; `wouldBe` is what it would be if the doubt is right. Nothing is ever changed by it. */
export interface SlipQuestion {
  measure: Measure;
  kind: SlipKind;
  recorded: number;
  wouldBe?: number;
}

/** Two careful measurements of the same height differ by less than this; more is a question. WHO Multicentre study, 2006. */
const SHRINKING_CM = 2;
/** A jump of more modified z than this between visits is doubted; one that a slip explains comes back within the other. */
const DOUBTFUL_JUMP_Z = 2.5;
const EXPLAINED_WITHIN_Z = 1;
/** Without any other visit, only what is this far from the median is doubted. */
const DOUBTFUL_ALONE_Z = 5;
const EXPLAINED_ALONE_WITHIN_Z = 2;
const POUNDS_PER_KILOGRAM = 2.2046226218;
const CENTIMETRES_PER_INCH = 2.54;

const FACTORS = {
  weightKg: [
    ['pounds-for-kilograms', 1 / POUNDS_PER_KILOGRAM],
    ['kilograms-for-pounds', POUNDS_PER_KILOGRAM],
    ['slipped-decimal', 10],
    ['slipped-decimal', 0.1],
  ],
  heightCm: [
    ['inches-for-centimetres', CENTIMETRES_PER_INCH],
    ['slipped-decimal', 10],
    ['slipped-decimal', 0.1],
    ['slipped-decimal', 100],
  ],
} as const satisfies Record<Measure, readonly (readonly [SlipKind, number])[]>;

/** The modified z-scores of a child's visits, the yardstick of every doubt; computed once for all visits. */
interface Course {
  reference: GrowthReference;
  points: readonly GrowthPoint[];
  z: Record<Measure, readonly (number | undefined)[]>;
}

/**
 * The doubts about each of a child's visits (ascending by age), each against the visits around it, or against the
 * reference's median where there is no other. Questions, never corrections: a child may really be that tall.
 */
export function slipQuestions(
  reference: GrowthReference,
  points: readonly GrowthPoint[],
  assessments: readonly GrowthAssessment[] = points.map((point) => assessGrowth(reference, point)),
): SlipQuestion[][] {
  const z = {
    heightCm: assessments.map(({ heightForAge }) => heightForAge?.modifiedZScore),
    weightKg: assessments.map(({ weightForAge }) => weightForAge?.modifiedZScore),
  };
  const course: Course = { reference, points, z };
  let tallest: number | undefined;
  return points.map((point, index) => {
    const doubts = doubtsAbout(course, index);
    if (point.heightCm === undefined || doubts.some(({ measure }) => measure === 'heightCm')) return doubts;
    const isShorter = tallest !== undefined && tallest - point.heightCm > SHRINKING_CM;
    tallest = point.heightCm;
    return isShorter ? [...doubts, { measure: 'heightCm', kind: 'shrinking', recorded: point.heightCm }] : doubts;
  });
}

function doubtsAbout(course: Course, index: number): SlipQuestion[] {
  const swapped = swapQuestions(course, index);
  if (swapped.length > 0) return swapped;
  return (['heightCm', 'weightKg'] as const).flatMap((measure) => factorQuestions(course, index, measure));
}

function factorQuestions(course: Course, index: number, measure: Measure): SlipQuestion[] {
  const recorded = course.points[index]![measure];
  const expected = expectation(course.z[measure], index);
  if (recorded === undefined || !isDoubtful(course.z[measure][index], expected)) return [];
  for (const [kind, factor] of FACTORS[measure]) {
    const wouldBe = recorded * factor;
    if (explains(course, index, measure, wouldBe))
      return [{ measure, kind, recorded, wouldBe: Math.round(wouldBe * 100) / 100 }];
  }
  return [];
}

function swapQuestions(course: Course, index: number): SlipQuestion[] {
  const { heightCm, weightKg } = course.points[index]!;
  if (heightCm === undefined || weightKg === undefined) return [];
  if (!isDoubtful(course.z.heightCm[index], expectation(course.z.heightCm, index))) return [];
  if (!explains(course, index, 'heightCm', weightKg) || !explains(course, index, 'weightKg', heightCm)) return [];
  return [
    { measure: 'heightCm', kind: 'height-and-weight-swapped', recorded: heightCm, wouldBe: weightKg },
    { measure: 'weightKg', kind: 'height-and-weight-swapped', recorded: weightKg, wouldBe: heightCm },
  ];
}

interface Expectation {
  z: number;
  visits: number;
}

/** The z that the visits around `index` lead to expect: the median of up to two on each side, 0 without any. */
function expectation(z: readonly (number | undefined)[], index: number): Expectation {
  const around = [...nearest(z, index, -1), ...nearest(z, index, 1)].sort((a, b) => a - b);
  if (around.length === 0) return { z: 0, visits: 0 };
  const middle = around.length >> 1;
  const median = around.length % 2 === 1 ? around[middle]! : (around[middle - 1]! + around[middle]!) / 2;
  return { z: median, visits: around.length };
}

function nearest(z: readonly (number | undefined)[], index: number, step: 1 | -1): number[] {
  const found: number[] = [];
  for (let i = index + step; i >= 0 && i < z.length && found.length < 2; i += step) {
    const value = z[i];
    if (value !== undefined) found.push(value);
  }
  return found;
}

function isDoubtful(z: number | undefined, expected: Expectation): boolean {
  if (z === undefined) return false;
  if (expected.visits === 0) return Math.abs(z) > DOUBTFUL_ALONE_Z;
  // Of two visits that disagree, the one further from the median is the one to ask about.
  if (expected.visits === 1 && Math.abs(z) <= Math.abs(expected.z)) return false;
  return Math.abs(z - expected.z) > DOUBTFUL_JUMP_Z;
}

function explains({ reference, points, z }: Course, index: number, measure: Measure, value: number): boolean {
  const expected = expectation(z[measure], index);
  const corrected = modifiedZ(reference, points[index]!, measure, value);
  const within = expected.visits === 0 ? EXPLAINED_ALONE_WITHIN_Z : EXPLAINED_WITHIN_Z;
  return corrected !== undefined && Math.abs(corrected - expected.z) < within;
}

function modifiedZ(
  reference: GrowthReference,
  { sex, ageDays }: GrowthPoint,
  measure: Measure,
  value: number | undefined,
): number | undefined {
  const assessment = assessGrowth(reference, { sex, ageDays, [measure]: value });
  return (measure === 'heightCm' ? assessment.heightForAge : assessment.weightForAge)?.modifiedZScore;
}
