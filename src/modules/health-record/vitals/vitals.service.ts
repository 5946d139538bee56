import { Injectable } from '@nestjs/common';
import type { PatientInReach } from '../../../platform/access/access-facts.js';
import type { LoadedBody } from '../../../platform/cache/index.js';
import { TREND_KINDS, trendOf, type Trend } from './trend.rules.js';
import type { VitalsQuery } from './vitals.dto.js';
import { VitalsRepository } from './vitals.repository.js';

/** A stay under continuous observation is a few thousand readings; whoever has more asks by period. */
const VISITS_AT_MOST = 20_000;

/** A patient's vitals over time. */
export interface VitalsView {
  series: Trend[];
  /** True when older visits were left out; ask for them by `to`. */
  isTruncated: boolean;
}

/** Tells how a patient's vitals went over time. */
@Injectable()
export class VitalsService {
  constructor(private readonly repository: VitalsRepository) {}

  /** The series asked for, or all that hold a point, as finished JSON. */
  async trends({ id }: PatientInReach, query: VitalsQuery): Promise<LoadedBody> {
    const { version, sex, visits } = await this.repository.vitalVisits(id, query, VISITS_AT_MOST + 1);
    const isTruncated = visits.length > VISITS_AT_MOST;
    const shown = isTruncated ? visits.slice(1) : visits;
    const series = (query.kind ? [query.kind] : TREND_KINDS)
      .map((kind) => trendOf(kind, sex, shown, query.points))
      .filter(({ kind, totalPoints }) => totalPoints > 0 || kind === query.kind);
    const view: VitalsView = { series, isTruncated };
    return { version, body: JSON.stringify(view) };
  }
}
