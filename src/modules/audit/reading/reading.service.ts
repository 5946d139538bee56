import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/access/actor.js';
import type { Page } from '../../../platform/database/keyset.js';
import { AuditTrail } from '../trail/audit-trail.js';
import { addMonths, monthOf, monthStart } from '../partitions/months.rules.js';
import { ActivityReport, type ActivityLine } from './activity-report.js';
import { disclosuresPage } from './disclosures-page.js';
import type { Disclosure } from './disclosures.rules.js';
import { DisclosuresService } from './disclosures.service.js';
import type { EventQueryDto } from './event-filter.js';
import { EventSearch } from './event-search.js';
import { viewOf, type EventView } from './event-view.js';

/** An event with what it keeps sealed: `erased` once the patient's key was destroyed. */
export interface EventWithValues extends EventView {
  values: Readonly<Record<string, unknown>> | null;
  erased: boolean;
}

/** What auditors read. Each reading is in the trail itself, with whose record it was about. */
@Injectable()
export class ReadingService {
  constructor(
    private readonly search: EventSearch,
    private readonly disclosuresOf: DisclosuresService,
    private readonly activity: ActivityReport,
    private readonly trail: AuditTrail,
  ) {}

  async events(actor: Actor, { limit, cursor, ...filter }: EventQueryDto): Promise<Page<EventView>> {
    const { items, nextCursor } = await this.search.page(actor, filter, limit, cursor);
    return { items: items.map(viewOf), nextCursor };
  }

  async event(actor: Actor, id: string): Promise<EventWithValues> {
    const { record, values } = await this.search.one(actor, id);
    const { patient_id, organization_id } = record;
    const patient = patient_id && organization_id ? { id: patient_id, organizationId: organization_id } : null;
    await this.trail.recordInstead({ action: 'read', resource: 'audit-event', resourceId: id, patient });
    const isErased = values !== null && 'erased' in values;
    return {
      ...viewOf(record),
      values: values !== null && 'values' in values ? values.values : null,
      erased: isErased,
    };
  }

  async disclosures(
    actor: Actor,
    patientId: string,
    { limit, cursor }: { limit: number; cursor?: string },
    isPage: boolean,
  ): Promise<Page<Disclosure> | string> {
    const page = await this.disclosuresOf.page(actor, patientId, limit, cursor);
    return isPage ? disclosuresPage(page) : page;
  }

  async report(actor: Actor, { from, to }: { from?: string; to?: string }): Promise<{ items: ActivityLine[] }> {
    const last = to ?? monthOf(new Date());
    const first = from ?? addMonths(last, -1);
    return { items: await this.activity.lines(actor, startOf(first), startOf(addMonths(last, 1))) };
  }
}

function startOf(month: string): Date {
  return new Date(monthStart(month).replace(' ', 'T').replace('+00', 'Z'));
}
