import { Injectable } from '@nestjs/common';
import { ArchiveShelf } from '../archive/archive-shelf.js';
import { EVENT_COLUMNS } from '../events/canonical-row.rules.js';
import { monthsBetween, monthStart, nextMonth } from '../partitions/months.rules.js';
import type { Findings } from './findings.js';
import { SnapshotReader, type CopyStream } from './snapshot.js';
import { BATCH_FIELDS, LINK_FIELDS, type TrailMonth, type VerifiedPeriod } from './stored-trail.js';

const PARTITIONS = `SELECT DISTINCT to_char(to_date(right(relname, 8), '"y"YYYY"m"MM'), 'YYYY-MM') AS month
  FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
 WHERE inhparent = 'audit_events'::regclass AND NOT inhdetachpending ORDER BY month`;

/** For events, batches and links, which are read side by side. */
type Streams = [CopyStream, CopyStream, CopyStream];

/** The trail as it is stored: recent months in the database, older ones in the object store. */
@Injectable()
export class TrailSource {
  constructor(
    private readonly snapshots: SnapshotReader,
    private readonly shelf: ArchiveShelf,
  ) {}

  /**
   * Calls `work` with the months of the period, in order, as one instant of the database has them; `isPartial` when there are earlier
   * ones. Two months that follow each other come on connections of their own: one may be asked for while the other is read.
   */
  async read<T>(
    period: VerifiedPeriod,
    findings: Findings,
    work: (months: TrailMonth[], isPartial: boolean) => Promise<T>,
  ): Promise<T> {
    return this.snapshots.run(6, async (streams) => {
      const [even, odd] = [streams.slice(0, 3) as Streams, streams.slice(3) as Streams];
      const partitions = (await even[0].query<{ month: string }>(PARTITIONS)).map(({ month }) => month);
      const live = monthsBetween(partitions[0], partitions.at(-1));
      const archived = await this.shelf.months(findings);
      const online = new Set(partitions);
      const all = new Map<string, TrailMonth>();
      for (const month of archived) if (!online.has(month.month)) all.set(month.month, month);
      for (const [index, month] of live.entries()) {
        if (!all.has(month)) all.set(month, databaseMonth(month, index % 2 === 0 ? even : odd));
      }
      const months = [...all.values()].sort((a, b) => (a.month < b.month ? -1 : 1));
      const chosen = months.filter(({ month }) => month >= (period.from ?? '') && month <= (period.to ?? '9999-12'));
      return work(chosen, chosen[0] !== undefined && chosen[0] !== months[0]);
    });
  }

  /** Calls `work` with one month of the database, and how many events it holds. */
  async readOnline<T>(month: string, work: (stored: TrailMonth, events: number) => Promise<T>): Promise<T> {
    return this.snapshots.run(3, async (streams) => {
      const count = await countOf((streams as Streams)[0], month);
      return work(databaseMonth(month, streams as Streams), count);
    });
  }
}

async function countOf(stream: CopyStream, month: string): Promise<number> {
  const [row] = await stream.query<{ count: string }>(
    `SELECT count(*) AS count FROM audit_events WHERE ${within('occurred_at', month)}`,
  );
  return Number(row?.count);
}

/** A month comes from our own lists, so it may stand in a statement. */
function within(column: string, month: string): string {
  return `${column} >= '${monthStart(month)}' AND ${column} < '${monthStart(nextMonth(month))}'`;
}

function databaseMonth(month: string, [events, batches, links]: Streams): TrailMonth {
  const select = `SELECT ${EVENT_COLUMNS.join(', ')} FROM audit_events WHERE ${within('occurred_at', month)}`;
  return {
    month,
    isArchived: false,
    events: () => events.copy(`${select} ORDER BY batch_id, ordinal`),
    eventsAsTheyLie: () => events.copy(select),
    batches: () =>
      batches.copy(
        `SELECT ${BATCH_FIELDS.join(', ')} FROM audit_batches WHERE ${within('started_at', month)} ORDER BY id`,
      ),
    links: () =>
      links.copy(
        `SELECT ${LINK_FIELDS.join(', ')} FROM audit_links WHERE ${within('linked_at', month)} ORDER BY linked_at, writer_id, position`,
      ),
  };
}
