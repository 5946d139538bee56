import { Injectable } from '@nestjs/common';
import type { ClientBase } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { Database } from '../../../platform/database/database.js';
import { runOutsideTransaction } from '../../../platform/database/transaction-context.js';

/** Text of COPY as the canonical form has it, and no limit on how long a reader may take. */
const SETTINGS = `SELECT set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO', true),
  set_config('bytea_output', 'hex', true), set_config('statement_timeout', '0', true),
  set_config('idle_in_transaction_session_timeout', '0', true), set_config('work_mem', '64MB', true)`;

/**
 * Several connections that see one and the same instant of the database, so that events, batches and links that are being written
 * meanwhile are seen together or not at all.
 */
@Injectable()
export class SnapshotReader {
  constructor(private readonly database: Database) {}

  /** Runs `work` with `count` streams side by side; each is one COPY at a time. */
  run<T>(count: number, work: (streams: CopyStream[]) => Promise<T>): Promise<T> {
    return runOutsideTransaction(() => this.join(undefined, count, [], work));
  }

  private join<T>(
    snapshot: string | undefined,
    more: number,
    streams: CopyStream[],
    work: (streams: CopyStream[]) => Promise<T>,
  ): Promise<T> {
    if (more === 0) return work(streams);
    return this.database.withClient(async (client) => {
      const stream = new CopyStream(client);
      try {
        await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
        if (snapshot !== undefined) await client.query(`SET TRANSACTION SNAPSHOT '${snapshot}'`);
        await client.query(SETTINGS);
        const shared = snapshot ?? (await stream.exportSnapshot());
        const result = await this.join(shared, more - 1, [...streams, stream], work);
        await client.query('ROLLBACK');
        return result;
      } catch (error) {
        // A COPY may be half read, and nothing else can be said on its connection any more.
        stream.abandon();
        throw error;
      }
    });
  }
}

/** One connection of a snapshot. */
export class CopyStream {
  constructor(private readonly client: ClientBase) {}

  /** The rows of `select` as COPY's text lines, in blocks of any cut. Placeholders are not possible in COPY. */
  copy(select: string): AsyncIterable<Buffer> {
    return this.client.query(copyTo(`COPY (${select}) TO STDOUT`, { highWaterMark: 1 << 18 })) as AsyncIterable<Buffer>;
  }

  async query<Row extends object>(text: string): Promise<Row[]> {
    return (await this.client.query(text)).rows as Row[];
  }

  async exportSnapshot(): Promise<string> {
    const [row] = await this.query<{ id: string }>('SELECT pg_export_snapshot() AS id');
    return String(row?.id);
  }

  /** Cuts the connection; the pool makes another. */
  abandon(): void {
    const { connection } = this.client as unknown as { connection: { stream: { destroy(): void } } };
    connection.stream.destroy();
  }
}
