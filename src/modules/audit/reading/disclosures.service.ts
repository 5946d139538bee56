import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/access/actor.js';
import { Database } from '../../../platform/database/database.js';
import type { Page } from '../../../platform/database/keyset.js';
import { deedInWords, purposeInWords, roleInWords, type Disclosure } from './disclosures.rules.js';
import type { EventRecord } from './event-query.js';
import { EventSearch } from './event-search.js';
import { viewOf } from './event-view.js';

interface Named {
  id: string;
  name: string;
}

/** Who saw a patient, and why (the accounting of disclosures of 45 CFR 164.528, without its exceptions). */
@Injectable()
export class DisclosuresService {
  constructor(
    private readonly search: EventSearch,
    private readonly database: Database,
  ) {}

  /** A page of disclosures, newest first. What was refused disclosed nothing and is left out. */
  async page(actor: Actor, patientId: string, limit: number, cursor?: string): Promise<Page<Disclosure>> {
    const filter = { patientId, outcome: 'success' };
    const { items, nextCursor } = await this.search.page(actor, filter, limit, cursor);
    const people = await this.names(
      'SELECT id, display_name AS name FROM users WHERE id = ANY($1::uuid[])',
      items,
      'actor_id',
    );
    const places = await this.names(
      'SELECT id, name FROM organizations WHERE id = ANY($1::uuid[])',
      items,
      'actor_organization_id',
    );
    return { items: items.map((record) => disclosureOf(record, people, places)), nextCursor };
  }

  private async names(
    text: string,
    records: readonly EventRecord[],
    column: 'actor_id' | 'actor_organization_id',
  ): Promise<Map<string, string>> {
    const ids = [...new Set(records.flatMap((record) => record[column] ?? []))];
    return new Map((await this.database.query<Named>(text, [ids])).map(({ id, name }) => [id, name]));
  }
}

function disclosureOf(record: EventRecord, people: Map<string, string>, places: Map<string, string>): Disclosure {
  const { occurredAt, isBreakGlass, archived } = viewOf(record);
  return {
    eventId: record.id,
    occurredAt,
    who:
      people.get(record.actor_id ?? '') ?? (record.actor_id === null ? 'White Cross' : 'somebody no longer enrolled'),
    role: roleInWords(record.actor_role),
    organization: places.get(record.actor_organization_id ?? '') ?? '',
    what: deedInWords(record.action, record.resource_type),
    why: purposeInWords(record.purpose),
    isBreakGlass,
    archived,
  };
}
