import { Injectable } from '@nestjs/common';
import type { PatientInReach } from '../../../platform/access/access-facts.js';
import type { LoadedBody } from '../../../platform/cache/index.js';
import { ThreadPool } from '../../../platform/threads/index.js';
import { vitalsBody, type VitalsMaterial, type VitalsView } from './vitals-view.rules.js';
import type { VitalsQuery } from './vitals.dto.js';
import { VitalsRepository } from './vitals.repository.js';

/** A stay under continuous observation is a few thousand readings; whoever has more asks by period. */
const VISITS_AT_MOST = 20_000;
/** More would hold up the event loop for milliseconds; fewer are done before a thread has begun. */
const VISITS_INLINE = 300;
const THREAD = new URL('./vitals.thread.js', import.meta.url);

/** Tells how a patient's vitals went over time. */
@Injectable()
export class VitalsService {
  constructor(
    private readonly repository: VitalsRepository,
    private readonly threads: ThreadPool,
  ) {}

  /** The series asked for, or all that hold a point, as finished JSON. */
  async trends({ id }: PatientInReach, { from, to, kind, points }: VitalsQuery): Promise<LoadedBody<VitalsView>> {
    const { version, sex, count, visits } = await this.repository.vitalVisits(id, { from, to }, VISITS_AT_MOST + 1);
    const material: VitalsMaterial = { sex, visits, atMost: VISITS_AT_MOST, kind, pointsAtMost: points };
    const body = count > VISITS_INLINE ? await this.threads.run<string>(THREAD, material) : vitalsBody(material);
    return { version, body };
  }
}
