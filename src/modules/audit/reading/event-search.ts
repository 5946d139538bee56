import { Injectable } from '@nestjs/common';
import { reachesAll, type Actor } from '../../../platform/access/actor.js';
import { Database } from '../../../platform/database/database.js';
import { decodeCursor, notOurCursor, pageOf, type Page } from '../../../platform/database/keyset.js';
import { notFound } from '../../../platform/http/problem.js';
import { instantOfId } from '../../../platform/database/new-id.js';
import { EventValues, type SealedValues } from '../events/sealed-values.js';
import { addMonths, monthOf, monthStart, nextMonth, type Month } from '../partitions/months.rules.js';
import { PartitionKeeper } from '../partitions/partition-keeper.js';
import { ArchivedEvents } from './archived-events.js';
import type { EventFilter } from './event-filter.js';
import { eventStatement, RECORD_COLUMNS, type EventRecord, type Reach } from './event-query.js';

/** Events that an export holds in memory at a time. */
const BLOCK = 1000;
/**
 * Months back at which a search by patient or actor begins anew, before it goes through all: planning costs some 0.08 ms a partition, and the
 * newest two months fill a page for most.
 */
const STEPS_BACK = [1, 12];
/** Another process's clock may be ahead of ours. */
const CLOCK_SKEW_MS = 60_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Finds events, in the database and behind it in the archive, newest first. */
@Injectable()
export class EventSearch {
  constructor(
    private readonly database: Database,
    private readonly keeper: PartitionKeeper,
    private readonly archive: ArchivedEvents,
    private readonly values: EventValues,
  ) {}

  /** A page of events; `cursor` is that of the page before. Who asks for the own record sees all of it, whoever kept it. */
  async page(actor: Actor, filter: EventFilter, limit: number, cursor?: string): Promise<Page<EventRecord>> {
    const before = cursor === undefined ? null : cursorOf(cursor);
    const isOwn = actor.role === 'patient' && filter.patientId !== undefined;
    const reach = isOwn ? null : await this.reachOf(actor);
    const online = await this.online(filter, reach, before, limit + 1);
    const missing = limit + 1 - online.length;
    const archived = missing > 0 ? await this.archive.newest(filter, reach, online.at(-1)?.id ?? before, missing) : [];
    return pageOf([...online, ...archived], limit, ({ id }) => [id]);
  }

  /** Every event of a filter, in blocks: those of the database newest first, then those of the archive by month. */
  async *all(actor: Actor, filter: EventFilter): AsyncGenerator<EventRecord[]> {
    const reach = await this.reachOf(actor);
    for (let before: string | null = null; ;) {
      const records: EventRecord[] = await this.online(filter, reach, before, BLOCK);
      if (records.length > 0) yield records;
      if (records.length < BLOCK) break;
      before = records.at(-1)?.id ?? null;
    }
    yield* this.archive.all(filter, reach);
  }

  /** One event of the database or the archive, with what it keeps sealed. */
  async one(actor: Actor, id: string): Promise<{ record: EventRecord; values: SealedValues | null }> {
    const reach = await this.reachOf(actor);
    const record = UUID.test(id) ? await this.find(id, reach) : undefined;
    if (!record) throw notFound('event');
    const { patient_id, organization_id, sealed } = record;
    const isSealed = sealed && patient_id && organization_id;
    return { record, values: isSealed ? await this.values.open(id, patient_id, organization_id, sealed) : null };
  }

  /** Organizations whose events a person may see: the own, and those under it. */
  async reachOf(actor: Actor): Promise<Reach> {
    if (reachesAll(actor)) return null;
    const rows = await this.database.query<{ id: string }>(
      'SELECT id FROM organizations WHERE path @> ARRAY[$1::uuid]',
      [actor.organizationId],
    );
    return rows.map(({ id }) => id);
  }

  private async find(id: string, reach: Reach): Promise<EventRecord | undefined> {
    const instant = new Date(instantOfId(id)).toISOString();
    const [row] = await this.database.query<EventRecord>(
      `SELECT ${RECORD_COLUMNS} FROM audit_events WHERE id = $1 AND occurred_at = $2::timestamptz
          AND ($3::uuid[] IS NULL OR organization_id = ANY($3::uuid[]))`,
      [id, instant, reach],
    );
    if (row) return row;
    const to = new Date(instantOfId(id) + 1).toISOString();
    for await (const records of this.archive.all({ from: instant, to }, reach)) {
      const found = records.find((record) => record.id === id);
      if (found) return found;
    }
    return undefined;
  }

  /**
   * By patient or actor in growing steps; else partition by partition, the newest first, each by its primary key, until the page is
   * full: an index over all would be needed otherwise.
   */
  private async online(
    filter: EventFilter,
    reach: Reach,
    before: string | null,
    limit: number,
  ): Promise<EventRecord[]> {
    if (filter.patientId !== undefined || filter.actorId !== undefined)
      return this.byIndex(filter, reach, before, limit);
    const found: EventRecord[] = [];
    for (const month of await this.monthsOf(filter, before)) {
      if (found.length >= limit) break;
      found.push(...(await this.run(within(month, filter), reach, before, limit - found.length)));
    }
    return found;
  }

  private async byIndex(
    filter: EventFilter,
    reach: Reach,
    before: string | null,
    limit: number,
  ): Promise<EventRecord[]> {
    const end = endOf(filter, before);
    const found: EventRecord[] = [];
    // An upper end too: partitions are made ahead, and the empty ones would be planned for as the others are.
    let to = new Date(end.getTime() + 1).toISOString();
    for (const months of STEPS_BACK) {
      const from = isoOf(monthStart(addMonths(monthOf(end), -months)));
      if (filter.from !== undefined && Date.parse(filter.from) >= Date.parse(from)) break;
      found.push(...(await this.run({ ...filter, from, to }, reach, before, limit - found.length)));
      if (found.length >= limit) return found;
      to = from;
    }
    return [...found, ...(await this.run({ ...filter, to }, reach, before, limit - found.length))];
  }

  private async monthsOf({ from, to }: EventFilter, before: string | null): Promise<Month[]> {
    const first = from === undefined ? '' : monthOf(new Date(from));
    const last = monthOf(endOf({ to }, before));
    return (await this.keeper.months()).filter((month) => month >= first && month <= last).reverse();
  }

  private run(filter: EventFilter, reach: Reach, before: string | null, limit: number): Promise<EventRecord[]> {
    const { text, values, name } = eventStatement(filter, reach, before, limit);
    return this.database.query<EventRecord>(text, values, { name });
  }
}

/** The instant before which all events of the page lie. */
function endOf({ to }: EventFilter, before: string | null): Date {
  const now = Date.now() + CLOCK_SKEW_MS;
  return new Date(Math.min(now, to === undefined ? now : Date.parse(to), before === null ? now : instantOfId(before)));
}

function cursorOf(cursor: string): string {
  const [id] = decodeCursor(cursor, ['uuid']);
  if (id !== undefined && UUID.test(id)) return id;
  throw notOurCursor();
}

/** The part of the filter's period that lies in a month. */
function within(month: Month, filter: EventFilter): EventFilter {
  const [start, end] = [isoOf(monthStart(month)), isoOf(monthStart(nextMonth(month)))];
  const from = filter.from !== undefined && Date.parse(filter.from) > Date.parse(start) ? filter.from : start;
  const to = filter.to !== undefined && Date.parse(filter.to) < Date.parse(end) ? filter.to : end;
  return { ...filter, from, to };
}

function isoOf(start: string): string {
  return start.replace(' ', 'T').replace('+00', 'Z');
}
