import { Body, Controller, Put } from '@nestjs/common';
import { Access } from '../../../platform/access/access.decorator.js';
import { currentActor } from '../../../platform/access/current-actor.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { GrowthReferenceDto } from './growth.dto.js';
import { GrowthReferenceService } from './growth-reference.service.js';
import type { GrowthReference } from './growth.rules.js';

/** What the growth of an organization’s children is compared with. */
@Controller('organizations/:organizationId/growth-reference')
export class GrowthReferenceController {
  constructor(private readonly references: GrowthReferenceService) {}

  /** Chooses what the organization's children are compared with. */
  @Put()
  @Access({ roles: ['org-admin', 'superadmin'], action: 'update', resource: 'growth-reference' })
  choose(
    @IdParam('organizationId') organizationId: string,
    @Body() { reference }: GrowthReferenceDto,
  ): Promise<{ reference: GrowthReference }> {
    return this.references.choose(currentActor(), organizationId, reference);
  }
}
