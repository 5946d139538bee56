import { Injectable } from '@nestjs/common';
import type { PatientInReach } from '../../../platform/access/access-facts.js';
import type { LoadedBody } from '../../../platform/cache/index.js';
import { ThreadPool } from '../../../platform/threads/index.js';
import { growthBody, type GrowthMaterial, type GrowthView } from './growth-view.rules.js';
import type { GrowthQuery } from './growth.dto.js';
import { GrowthRepository } from './growth.repository.js';

/** A lifetime of weekly visits; whoever has more asks by period. */
const VISITS_AT_MOST = 2000;
/** More would hold up the event loop for milliseconds (some 15 us a visit); fewer are done before a thread has begun. */
const VISITS_INLINE = 300;
const THREAD = new URL('./growth.thread.js', import.meta.url);

/** Tells how a child grows, compared with the reference of its organization. */
@Injectable()
export class GrowthService {
  constructor(
    private readonly repository: GrowthRepository,
    private readonly threads: ThreadPool,
  ) {}

  /** Every measured visit, oldest first, as finished JSON. */
  async assess({ id }: PatientInReach, query: GrowthQuery): Promise<LoadedBody<GrowthView>> {
    const { version, count, ...measured } = await this.repository.measuredVisits(id, query, VISITS_AT_MOST + 1);
    const { sex, visits, reference: chosen } = measured;
    const material: GrowthMaterial = { sex, visits, reference: query.reference ?? chosen, atMost: VISITS_AT_MOST };
    const body = count > VISITS_INLINE ? await this.threads.run<string>(THREAD, material) : growthBody(material);
    return { version, body };
  }
}
