import {
  ageInMonths,
  assessGrowth,
  type GrowthAssessment,
  type GrowthPoint,
  type GrowthReference,
} from './growth.rules.js';
import { slipQuestions, type SlipQuestion } from './slips.rules.js';
import { type GrowthVelocity, velocityUpTo } from './velocity.rules.js';

/** What one visit says about a child's growth, beside the visits around it. */
export interface VisitAssessment extends GrowthAssessment {
  ageMonths: number;
  velocity?: { height?: GrowthVelocity; weight?: GrowthVelocity };
  questions?: SlipQuestion[];
}

/**
 * A child's visits (ascending by age) against the reference: where each measurement stands, how fast the child grew up to
 * it, and what is doubtful about it. A doubt stands in the flags of its measure as `possible-…`.
 */
export function assessSeries(reference: GrowthReference, points: readonly GrowthPoint[]): VisitAssessment[] {
  const assessments = points.map((point) => assessGrowth(reference, point));
  const questions = slipQuestions(reference, points, assessments);
  return points.map((point, index) => {
    const assessment = assessments[index]!;
    const asked = questions[index]!;
    for (const { measure, kind } of asked) {
      const doubted = measure === 'heightCm' ? assessment.heightForAge : assessment.weightForAge;
      doubted?.flags.push(`possible-${kind}`);
    }
    return {
      ageMonths: Math.round(ageInMonths(point.ageDays) * 1e6) / 1e6,
      ...assessment,
      ...velocities(points, index),
      ...(asked.length > 0 ? { questions: asked } : {}),
    };
  });
}

function velocities(points: readonly GrowthPoint[], index: number): Pick<VisitAssessment, 'velocity'> {
  const height = velocityUpTo(points, index, 'heightCm');
  const weight = velocityUpTo(points, index, 'weightKg');
  if (!height && !weight) return {};
  return { velocity: { ...(height ? { height } : {}), ...(weight ? { weight } : {}) } };
}
