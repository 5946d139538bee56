import { Controller, Get, Query } from '@nestjs/common';
import { Access } from '../../../platform/access/access.decorator.js';
import { currentPatient } from '../../../platform/access/current-actor.js';
import { Cached, type LoadedBody } from '../../../platform/cache/index.js';
import { RECORD_READERS } from '../../patients/patient.rules.js';
import { GrowthQuery } from './growth.dto.js';
import type { GrowthView } from './growth-view.rules.js';
import { GrowthService } from './growth.service.js';

/** How a child grows. */
@Controller('patients/:patientId/growth')
export class GrowthController {
  constructor(private readonly growth: GrowthService) {}

  /** Every measured visit against the growth reference, oldest first. */
  @Get()
  @Access({ roles: RECORD_READERS, action: 'read', resource: 'growth', patient: 'patientId' })
  @Cached({ kind: 'growth', ttlSeconds: 3600 })
  assess(@Query() query: GrowthQuery): Promise<LoadedBody<GrowthView>> {
    return this.growth.assess(currentPatient(), query);
  }
}
