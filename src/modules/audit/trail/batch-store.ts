import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { runOutsideTransaction } from '../../../platform/database/transaction-context.js';
import type { Batch } from '../chain/batch.js';
import type { Link } from '../chain/chain-writer.js';
import { EVENT_COLUMNS, timestampText, type EventColumn } from '../events/canonical-row.rules.js';

/** What one flush stores: at most one batch, and the link that covers it and what was committed since the last. */
export interface Flush {
  batch: Batch | null;
  link: Link;
}

const CASTS: Partial<Record<EventColumn, string>> = {
  ordinal: '::int',
  occurred_at: '::timestamptz',
  sealed: '::bytea',
};
const TEXTS: ReadonlySet<EventColumn> = new Set([
  'action',
  'resource_type',
  'outcome',
  'purpose',
  'actor_role',
  'address',
  'user_agent',
  'request_id',
  'detail',
]);
const ESCAPED: ReadonlySet<EventColumn> = new Set(['address', 'user_agent', 'request_id', 'detail', 'sealed']);

/** `field` is the text[] of a canonical line's fields; the SELECT list that makes a row of it. */
function rowOf(field: string): string {
  return EVENT_COLUMNS.map((column, index) => {
    const value = `${field}[${index + 1}]`;
    const plain = ESCAPED.has(column) ? `replace(${value}, '\\\\', '\\')` : value;
    return TEXTS.has(column) ? plain : `(${plain})${CASTS[column] ?? '::uuid'}`;
  }).join(', ');
}

/** Makes rows of `f`, the fields of canonical lines; FROM follows. */
export const LINES_TO_ROWS = `INSERT INTO audit_events (${EVENT_COLUMNS.join(', ')}) SELECT ${rowOf('f')}`;

/** Inserts canonical lines ($1) as rows. A row that is there already is the same event, sent again. */
const INSERT_EVENTS = `${LINES_TO_ROWS} FROM (SELECT string_to_array(line, E'\\t', '\\N') AS f FROM string_to_table($1, E'\\n') AS line) AS lines
ON CONFLICT DO NOTHING`;

function insertBatch(first: number): string {
  return `INSERT INTO audit_batches (id, started_at, writer_id, recorded_at, event_count, digest, fingerprints, mac)
VALUES (${places(first, 8)}) ON CONFLICT DO NOTHING`;
}

function insertLink(first: number): string {
  return `INSERT INTO audit_links (writer_id, position, linked_at, kind, batch_ids, content, previous, link, mac)
VALUES (${places(first, 9)}) ON CONFLICT DO NOTHING`;
}

function places(first: number, count: number): string {
  return Array.from({ length: count }, (_, index) => `$${first + index}`).join(', ');
}

const FLUSH_SQL = `WITH batch AS (${insertBatch(2)}), link AS (${insertLink(10)}) ${INSERT_EVENTS}`;
const BATCH_SQL = `WITH batch AS (${insertBatch(2)}) ${INSERT_EVENTS}`;
const HEAD_SQL = insertBatch(1);
const LINK_SQL = insertLink(1);

/**
 * The statements that store events. Each is one round trip and one commit for a whole batch, and may be sent again: every
 * row has its key from the writer.
 */
@Injectable()
export class BatchStore {
  constructor(private readonly database: Database) {}

  /** Stores a flush; durable when it resolves. */
  async storeFlush({ batch, link }: Flush): Promise<void> {
    // A flush serves many callers: it must not ride the transaction of the one that happened to start it.
    await runOutsideTransaction(() =>
      batch
        ? this.database.execute(FLUSH_SQL, [...batchValues(batch), ...linkValues(link)], { name: 'audit-flush' })
        : this.database.execute(LINK_SQL, linkValues(link), { name: 'audit-link' }),
    );
  }

  /** Stores a batch in the running transaction; its link follows the commit. */
  async storeBatch(batch: Batch): Promise<void> {
    await this.database.execute(BATCH_SQL, batchValues(batch), { name: 'audit-batch' });
  }

  /** Stores only a batch's head, for rows that the database made itself. */
  async storeHead(batch: Batch): Promise<void> {
    await this.database.execute(HEAD_SQL, headValues(batch), { name: 'audit-batch-head' });
  }
}

/** Placeholders $1 to $9. */
function batchValues(batch: Batch): unknown[] {
  return [batch.lines, ...headValues(batch)];
}

/** A batch's row: id, started_at, writer_id, recorded_at, event_count, digest, fingerprints, mac. */
function headValues(batch: Batch): unknown[] {
  return [
    batch.id,
    timestampText(Number.parseInt(batch.id.slice(0, 8) + batch.id.slice(9, 13), 16)),
    batch.writerId,
    timestampText(batch.recordedAt),
    batch.count,
    batch.digest,
    batch.fingerprints,
    batch.mac,
  ];
}

function linkValues(link: Link): unknown[] {
  return [
    link.writerId,
    link.position,
    timestampText(link.linkedAt),
    link.kind,
    `{${link.batchIds.join(',')}}`,
    link.content,
    link.previous,
    link.link,
    link.mac,
  ];
}
