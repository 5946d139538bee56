import { Injectable } from '@nestjs/common';
import type { ParquetQueryFilter } from 'hyparquet';
import { ArchiveShelf, type Archive } from '../archive/archive-shelf.js';
import { columnsOf } from '../archive/archive-tables.js';
import { matchingRows } from '../archive/parquet-file.js';
import { monthStart, nextMonth } from '../partitions/months.rules.js';
import { PartitionKeeper } from '../partitions/partition-keeper.js';
import type { EventFilter } from './event-filter.js';
import { matches, type EventRecord, type Reach } from './event-query.js';

const COLUMNS = columnsOf('events');

/** Reads events of months that were archived; frames it has decrypted stay in memory for the next search. */
@Injectable()
export class ArchivedEvents {
  constructor(
    private readonly shelf: ArchiveShelf,
    private readonly keeper: PartitionKeeper,
  ) {}

  /** The newest `limit` archived events of a filter before the event `before`, newest first. */
  async newest(filter: EventFilter, reach: Reach, before: string | null, limit: number): Promise<EventRecord[]> {
    const found: EventRecord[] = [];
    for (const archive of (await this.offline(filter)).reverse()) {
      if (found.length >= limit) break;
      found.push(...(await this.newestOf(archive, filter, reach, before, limit - found.length)));
    }
    return found;
  }

  /** Every archived event of a filter, month by month, oldest first. */
  async *all(filter: EventFilter, reach: Reach): AsyncGenerator<EventRecord[]> {
    for (const archive of await this.offline(filter)) yield* this.matchesOf(archive, filter, reach, null);
  }

  /** Archived months of the filter's period that are no longer in the database too, oldest first. */
  private async offline(filter: EventFilter): Promise<Archive[]> {
    const archives = (await this.shelf.archives()).filter((archive) => overlaps(archive, filter));
    if (archives.length === 0) return archives;
    const online = new Set(await this.keeper.months());
    return archives.filter(({ manifest }) => !online.has(manifest.month));
  }

  private async newestOf(
    archive: Archive,
    filter: EventFilter,
    reach: Reach,
    before: string | null,
    limit: number,
  ): Promise<EventRecord[]> {
    let best: EventRecord[] = [];
    for await (const records of this.matchesOf(archive, filter, reach, before)) {
      best = [...best, ...records].sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit);
    }
    return best;
  }

  private async *matchesOf(
    archive: Archive,
    filter: EventFilter,
    reach: Reach,
    before: string | null,
  ): AsyncGenerator<EventRecord[]> {
    for await (const rows of matchingRows(this.shelf.file(archive, 'events'), COLUMNS, bloomFilter(filter))) {
      yield rows.map(recordOf).filter((record) => matches(record, filter, reach, before));
    }
  }
}

/** Only equality on these columns lets groups be skipped. */
function bloomFilter({ patientId, actorId }: EventFilter): ParquetQueryFilter | undefined {
  if (patientId !== undefined) return { patient_id: { $eq: patientId.toLowerCase() } };
  return actorId === undefined ? undefined : { actor_id: { $eq: actorId.toLowerCase() } };
}

function overlaps({ manifest }: Archive, { from, to }: EventFilter): boolean {
  const start = Date.parse(isoStart(manifest.month));
  const end = Date.parse(isoStart(nextMonth(manifest.month)));
  return (from === undefined || Date.parse(from) < end) && (to === undefined || Date.parse(to) > start);
}

function isoStart(month: string): string {
  return monthStart(month).replace(' ', 'T').replace('+00', 'Z');
}

function recordOf(fields: (string | null)[]): EventRecord {
  const named = Object.fromEntries(COLUMNS.map(({ name }, index) => [name, fields[index] ?? null]));
  const sealed = named['sealed'];
  return {
    ...(named as unknown as EventRecord),
    ordinal: Number(named['ordinal']),
    sealed: sealed ? Buffer.from(sealed.slice(2), 'hex') : null,
    archived: true,
  };
}
