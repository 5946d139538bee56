import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { LastStatement } from '../../../platform/database/flight.js';
import { instantOfId } from '../../../platform/database/new-id.js';
import { runOutsideTransaction } from '../../../platform/database/transaction-context.js';
import type { Batch } from '../chain/batch.js';
import type { Link } from '../chain/chain-writer.js';
import { binaryRows } from '../events/binary-rows.js';
import { EVENT_COLUMNS, parseLine, timestampText } from '../events/canonical-row.rules.js';
import { CopyQuery } from './copy-query.js';
import { LINES_TO_ROWS } from './lines-to-rows.js';

/** What one flush stores: at most one batch, and the link that covers it and what was committed since the last. */
export interface Flush {
  batch: Batch | null;
  link: Link;
}

const BATCH_COLUMNS = 'id, started_at, writer_id, recorded_at, event_count, digest, fingerprints, mac';
const LINK_COLUMNS = 'writer_id, position, linked_at, kind, batch_ids, content, previous, link, mac';
const INSERT_BATCH = `INSERT INTO audit_batches (${BATCH_COLUMNS}) VALUES (${places(8)})`;
const INSERT_LINK = `INSERT INTO audit_links (${LINK_COLUMNS}) VALUES (${places(9)})`;
const INSERT_ONE = `WITH batch AS (INSERT INTO audit_batches (${BATCH_COLUMNS}) VALUES (${places(8, EVENT_COLUMNS.length)}))
INSERT INTO audit_events (${EVENT_COLUMNS.join(', ')}) VALUES (${places(EVENT_COLUMNS.length)})`;
/** Canonical lines ($1) as rows. */
const INSERT_LINES = `${LINES_TO_ROWS} FROM (
  SELECT string_to_array(line, E'\\t', '\\N') AS f FROM string_to_table($1, E'\\n') AS line) AS lines`;
const OR_NOTHING = ' ON CONFLICT DO NOTHING';
const INSERT_AGAIN = `WITH batch AS (INSERT INTO audit_batches (${BATCH_COLUMNS}) VALUES (${places(8, 1)})${OR_NOTHING}),
link AS (INSERT INTO audit_links (${LINK_COLUMNS}) VALUES (${places(9, 9)})${OR_NOTHING}) ${INSERT_LINES}${OR_NOTHING}`;
const INSERT_HEADS = `WITH batch AS (INSERT INTO audit_batches (${BATCH_COLUMNS}) VALUES (${places(8)}))
INSERT INTO audit_links (${LINK_COLUMNS}) VALUES (${places(9, 8)})`;
const COPY_EVENTS = `COPY audit_events (${EVENT_COLUMNS.join(', ')}) FROM STDIN (FORMAT binary)`;

/** The statements that store events: a batch is one round trip, or two, whatever its size. */
@Injectable()
export class BatchStore {
  constructor(private readonly database: Database) {}

  /** Stores a flush; durable when it resolves. When it rejects it may have been stored or not: `storeAgain` settles it. */
  async storeFlush({ batch, link }: Flush): Promise<void> {
    // A flush serves many callers: it must not ride the transaction of the one that happened to start it.
    await runOutsideTransaction(async () => {
      if (!batch) {
        await this.database.execute(INSERT_LINK, linkValues(link), { name: 'audit-link' });
        return;
      }
      const heads = { name: 'audit-heads', text: INSERT_HEADS, values: [...headValues(batch), ...linkValues(link)] };
      const copy = new CopyQuery(heads, COPY_EVENTS, binaryRows(batch.lines, batch.count));
      await this.database.withClient((client) => client.query(copy).done);
    });
  }

  /** Stores a flush that may be stored already: every row has its key from the writer. */
  async storeAgain({ batch, link }: Flush): Promise<void> {
    await runOutsideTransaction(() =>
      batch
        ? this.database.execute(INSERT_AGAIN, [batch.lines, ...headValues(batch), ...linkValues(link)])
        : this.database.execute(INSERT_LINK + OR_NOTHING, linkValues(link)),
    );
  }

  /** Stores only a batch's head, for rows that the database made itself. */
  async storeHead(batch: Batch): Promise<void> {
    await this.database.execute(INSERT_BATCH, headValues(batch), { name: 'audit-batch-head' });
  }
}

/** What stores a batch in a transaction; its link follows the commit. */
export function statementsOf(batch: Batch): LastStatement[] {
  if (batch.count === 1) {
    return [{ text: INSERT_ONE, values: [...parseLine(batch.lines), ...headValues(batch)], name: 'audit-one' }];
  }
  return [
    { text: INSERT_BATCH, values: headValues(batch), name: 'audit-batch-head' },
    { text: INSERT_LINES, values: [batch.lines], name: 'audit-lines' },
  ];
}

type Value = string | Buffer;

function headValues(batch: Batch): Value[] {
  const startedAt = timestampText(instantOfId(batch.id));
  const { id, writerId, recordedAt, count, digest, fingerprints, mac } = batch;
  return [id, startedAt, writerId, timestampText(recordedAt), String(count), digest, fingerprints, mac];
}

function linkValues(link: Link): Value[] {
  const { writerId, position, linkedAt, kind, batchIds, content, previous, link: hash, mac } = link;
  const ids = `{${batchIds.join(',')}}`;
  return [writerId, String(position), timestampText(linkedAt), kind, ids, content, previous, hash, mac];
}

function places(count: number, after = 0): string {
  return Array.from({ length: count }, (_, index) => `$${after + index + 1}`).join(', ');
}
