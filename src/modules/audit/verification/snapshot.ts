import { Inject, Injectable } from '@nestjs/common';
import { Client } from 'pg';
import { ENV, type Env } from '../../../config/env.js';
import { CopyOut } from '../../../platform/database/copy-out.js';

/**
 * Text of COPY as the canonical form has it, no limit on how long a reader may take, and rows in the order in which they lie: neither from
 * several workers at once nor from where another reader happens to be.
 */
const SETTINGS = `SELECT set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO', true),
  set_config('bytea_output', 'hex', true), set_config('statement_timeout', '0', true),
  set_config('idle_in_transaction_session_timeout', '0', true), set_config('work_mem', '64MB', true),
  set_config('max_parallel_workers_per_gather', '0', true), set_config('synchronize_seqscans', 'off', true),
  set_config('jit', 'off', true)`;

/**
 * Several connections that see one and the same instant of the database, so that events, batches and links that are being written
 * meanwhile are seen together or not at all. They are its own and not the pool's: a reading may take minutes.
 */
@Injectable()
export class SnapshotReader {
  constructor(@Inject(ENV) private readonly env: Env) {}

  /** Runs `work` with `count` streams side by side; each is one COPY at a time. */
  async run<T>(count: number, work: (streams: CopyStream[]) => Promise<T>): Promise<T> {
    const streams = Array.from({ length: count }, () => new CopyStream(this.env.database.url));
    try {
      let snapshot: string | undefined;
      for (const stream of streams) snapshot = await stream.begin(snapshot);
      const result = await work(streams);
      await Promise.all(streams.map((stream) => stream.end()));
      return result;
    } catch (error) {
      // A COPY may be half read, and nothing else can be said on its connection any more.
      for (const stream of streams) stream.abandon();
      throw error;
    }
  }
}

/** One connection of a snapshot. */
export class CopyStream {
  private readonly client: Client;

  constructor(connectionString: string) {
    this.client = new Client({ connectionString, application_name: 'white-cross-audit' });
    // Whoever reads is told by the query that fails.
    this.client.on('error', () => undefined);
  }

  /** Connects and joins `snapshot`, or exports one; returns which it sees. */
  async begin(snapshot: string | undefined): Promise<string> {
    await this.client.connect();
    await this.client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    if (snapshot !== undefined) await this.client.query(`SET TRANSACTION SNAPSHOT '${snapshot}'`);
    await this.client.query(SETTINGS);
    if (snapshot !== undefined) return snapshot;
    const [row] = await this.query<{ id: string }>('SELECT pg_export_snapshot() AS id');
    return String(row?.id);
  }

  /**
   * The rows of `select` as COPY's text lines, in blocks of any cut; the server begins before they are read. Placeholders are not
   * possible in COPY.
   */
  copy(select: string): AsyncIterable<Buffer> {
    return this.client.query(new CopyOut(`COPY (${select}) TO STDOUT`));
  }

  async query<Row extends object>(text: string): Promise<Row[]> {
    return (await this.client.query(text)).rows as Row[];
  }

  async end(): Promise<void> {
    await this.client.end();
  }

  /** Cuts the connection, whatever is under way on it. */
  abandon(): void {
    const { connection } = this.client as unknown as { connection: { stream: { destroy(): void } } };
    connection.stream.destroy();
  }
}
