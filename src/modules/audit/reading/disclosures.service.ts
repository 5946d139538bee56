import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/access/actor.js';
import { Database } from '../../../platform/database/database.js';
import { encodeCursor, type Page } from '../../../platform/database/keyset.js';
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

  /**
   * A page of disclosures, newest first, with those of registrations that were merged into the patient. What was refused disclosed
   * nothing and is left out.
   */
  async page(actor: Actor, patientId: string, limit: number, cursor?: string): Promise<Page<Disclosure>> {
    const merged = await this.mergedInto(patientId);
    const { items, nextCursor } = await this.newest(actor, [patientId, ...merged.keys()], limit, cursor);
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
    return { items: items.map((record) => disclosureOf(record, { people, places, merged })), nextCursor };
  }

  /** The newest events of several records: a page of each, of which the newest are one. They are few, and mostly one. */
  private async newest(
    actor: Actor,
    patientIds: readonly string[],
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<EventRecord>> {
    const pages = await Promise.all(
      patientIds.map((patientId) => this.search.page(actor, { patientId, outcome: 'success' }, limit, cursor)),
    );
    const found = pages.flatMap(({ items }) => items).sort((a, b) => (a.id < b.id ? 1 : -1));
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const hasMore = found.length > limit || pages.some((page) => page.nextCursor !== null);
    return { items, nextCursor: hasMore && last ? encodeCursor([last.id]) : null };
  }

  /** The record numbers of those who were merged into a patient, by their ids. */
  private async mergedInto(patientId: string): Promise<Map<string, string>> {
    const rows = await this.database.query<Named>('SELECT id, mrn AS name FROM patients WHERE merged_into = $1', [
      patientId,
    ]);
    return new Map(rows.map(({ id, name }) => [id, name]));
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

interface Names {
  people: Map<string, string>;
  places: Map<string, string>;
  merged: Map<string, string>;
}

function disclosureOf(record: EventRecord, { people, places, merged }: Names): Disclosure {
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
    mergedMrn: merged.get(record.patient_id ?? '') ?? null,
    isBreakGlass,
    archived,
  };
}
