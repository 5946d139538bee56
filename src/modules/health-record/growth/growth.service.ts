import { Injectable } from '@nestjs/common';
import type { PatientInReach } from '../../../platform/access/access-facts.js';
import type { LoadedBody } from '../../../platform/cache/index.js';
import type { GrowthQuery } from './growth.dto.js';
import { GrowthRepository, type MeasuredVisit } from './growth.repository.js';
import { ageInMonths, type GrowthPoint, type GrowthReference } from './growth.rules.js';
import type { ReferenceSex } from './reference-tables.rules.js';
import { assessSeries, type VisitAssessment } from './series.rules.js';

/** A lifetime of weekly visits; whoever has more asks by period. */
const VISITS_AT_MOST = 2000;

/** A child's growth, visit by visit. */
export interface GrowthView {
  reference: GrowthReference;
  measurements: ({ recordId: string; measuredAt: string } & VisitAssessment)[];
  /** True when older visits were left out; ask for them by `to`. */
  isTruncated: boolean;
  /** Why there are values but no z-scores: the references are published for girls and boys. */
  unassessedBecause?: 'sex-not-in-reference';
}

/** Tells how a child grows, compared with the reference of its organization. */
@Injectable()
export class GrowthService {
  constructor(private readonly repository: GrowthRepository) {}

  /** Every measured visit, oldest first, as finished JSON. */
  async assess({ id }: PatientInReach, query: GrowthQuery): Promise<LoadedBody> {
    const {
      version,
      sex,
      reference: chosen,
      visits,
    } = await this.repository.measuredVisits(id, query, VISITS_AT_MOST + 1);
    const reference = query.reference ?? chosen;
    const isTruncated = visits.length > VISITS_AT_MOST;
    const shown = isTruncated ? visits.slice(1) : visits;
    const view: GrowthView = isReferenceSex(sex)
      ? { reference, measurements: assessed(reference, sex, shown), isTruncated }
      : { reference, measurements: unassessed(shown), isTruncated, unassessedBecause: 'sex-not-in-reference' };
    return { version, body: JSON.stringify(view) };
  }
}

function isReferenceSex(sex: string): sex is ReferenceSex {
  return sex === 'female' || sex === 'male';
}

function assessed(reference: GrowthReference, sex: ReferenceSex, visits: MeasuredVisit[]): GrowthView['measurements'] {
  const assessments = assessSeries(
    reference,
    visits.map((visit) => pointOf(sex, visit)),
  );
  return visits.map(({ recordId, measuredAt }, i) => ({ recordId, measuredAt, ...assessments[i]! }));
}

function unassessed(visits: MeasuredVisit[]): GrowthView['measurements'] {
  return visits.map(({ recordId, measuredAt, ageDays }) => ({ recordId, measuredAt, ageMonths: ageInMonths(ageDays) }));
}

function pointOf(sex: ReferenceSex, { ageDays, heightCm, weightKg, headCircumferenceCm }: MeasuredVisit): GrowthPoint {
  return {
    sex,
    ageDays,
    heightCm: heightCm ?? undefined,
    weightKg: weightKg ?? undefined,
    headCircumferenceCm: headCircumferenceCm ?? undefined,
  };
}
