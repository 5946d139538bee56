import { Controller, Get } from '@nestjs/common';
import { Access } from '../../platform/access/access.decorator.js';
import { currentActor } from '../../platform/access/current-actor.js';
import { OrganizationsService, type OrganizationView } from './organizations.service.js';

/** Districts, schools and clinics. */
@Controller('organizations')
export class OrganizationsController {
  constructor(private readonly organizations: OrganizationsService) {}

  /** The caller's organization and those under it: what a form may choose from. */
  @Get()
  @Access({
    roles: ['nurse', 'clinician', 'receptionist', 'org-admin', 'auditor', 'superadmin'],
    action: 'list',
    resource: 'organization',
  })
  async list(): Promise<{ items: OrganizationView[]; nextCursor: null }> {
    return { items: await this.organizations.inReach(currentActor()), nextCursor: null };
  }
}
