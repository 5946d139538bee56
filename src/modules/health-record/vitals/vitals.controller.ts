import { Controller, Get, Query } from '@nestjs/common';
import { Access } from '../../../platform/access/access.decorator.js';
import { currentPatient } from '../../../platform/access/current-actor.js';
import { Cached, type LoadedBody } from '../../../platform/cache/index.js';
import { RECORD_READERS } from '../../patients/patient.rules.js';
import { VitalsQuery } from './vitals.dto.js';
import type { VitalsView } from './vitals-view.rules.js';
import { VitalsService } from './vitals.service.js';

/** A patient’s vital signs over time. */
@Controller('patients/:patientId/vitals')
export class VitalsController {
  constructor(private readonly vitals: VitalsService) {}

  /** Vitals over time, thinned on the server, with what is expected at that age. */
  @Get()
  @Access({ roles: RECORD_READERS, action: 'read', resource: 'vitals', patient: 'patientId' })
  @Cached({ kind: 'vitals', ttlSeconds: 600 })
  trends(@Query() query: VitalsQuery): Promise<LoadedBody<VitalsView>> {
    return this.vitals.trends(currentPatient(), query);
  }
}
