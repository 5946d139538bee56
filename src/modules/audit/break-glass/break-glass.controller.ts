import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { Access } from '../../../platform/access/access.decorator.js';
import { currentActor } from '../../../platform/access/current-actor.js';
import type { Page } from '../../../platform/database/keyset.js';
import { BooleanField } from '../../../platform/http/fields.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { PageQuery } from '../../../platform/http/paging.dto.js';
import { BreakGlassDto } from './break-glass.dto.js';
import { BreakGlassService, type BreakGlassGrant, type ToldOpening } from './break-glass.service.js';

class GrantQuery extends PageQuery {
  @BooleanField({ optional: true, description: 'only those nobody has acknowledged' })
  unseen: boolean = false;
}

const WHO_ANSWERS = ['org-admin', 'superadmin'] as const;

/** Opening a record outside of one’s reach, in an emergency. */
@Controller('break-glass')
export class BreakGlassController {
  constructor(private readonly grants: BreakGlassService) {}

  /** Opens the record of a patient of another organization for 60 minutes, for a stated reason. */
  @Post()
  @Access({ roles: ['clinician'], action: 'break-glass', resource: 'break-glass' })
  open(@Body() { patientId, reason }: BreakGlassDto): Promise<BreakGlassGrant> {
    return this.grants.open(patientId, reason);
  }

  /** Records of one's organizations that were opened from outside: by whom, when and why. */
  @Get()
  @Access({ roles: WHO_ANSWERS, action: 'list', resource: 'break-glass' })
  list(@Query() { unseen, limit, cursor }: GrantQuery): Promise<Page<ToldOpening>> {
    return this.grants.page(currentActor(), unseen, limit, cursor);
  }

  /** Takes note of an opening. */
  @Post(':grantId/acknowledgement')
  @HttpCode(200)
  @Access({ roles: ['org-admin'], action: 'update', resource: 'break-glass' })
  acknowledge(@IdParam('grantId') grantId: string): Promise<BreakGlassGrant> {
    return this.grants.acknowledge(grantId);
  }
}
