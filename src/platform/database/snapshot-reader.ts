import type { Socket } from 'node:net';
import { Client, type QueryResultRow, types, TypeOverrides } from 'pg';
import { type CopyToStreamQuery, to as copyTo } from 'pg-copy-streams';

/**
 * Many statements over one unchanging view of the database, on a connection of its own: a reading that takes minutes
 * neither holds one of the pool nor can starve the short transactions that note how far it has come. While it is open
 * PostgreSQL keeps the row versions that it may still need, as for `pg_dump`.
 */
export class SnapshotReader {
  private constructor(private readonly client: Client) {}

  /** Opens the view, gives it to `work`, and closes the connection whatever comes of it. */
  static async run<T>(connectionString: string, work: (reader: SnapshotReader) => Promise<T>): Promise<T> {
    const client = new Client({
      connectionString,
      application_name: 'white-cross-snapshot',
      keepAlive: true,
      types: calendarDatesAsText(),
    });
    // What broke shows in the statement that was under way; without a listener it would end the process.
    client.on('error', () => undefined);
    await client.connect();
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      await client.query(`SELECT set_config('statement_timeout', '0', true), set_config('TimeZone', 'UTC', true)`);
      const result = await work(new SnapshotReader(client));
      await client.query('COMMIT');
      await client.end();
      return result;
    } catch (error) {
      // A COPY that was left in the middle would have to be read to its end for a polite farewell.
      (client as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
      throw error;
    }
  }

  async query<Row extends QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.client.query<Row>(text, values as unknown[])).rows;
  }

  /**
   * The bytes of `COPY … TO STDOUT`, as fast as they are taken. It has no placeholders: what goes into the text must be
   * ours, or quoted. `rowCount` is known once the next statement was answered.
   */
  copy(text: string): CopyToStreamQuery {
    return this.client.query(copyTo(text));
  }
}

/** A calendar date is text from the column to the wire, as on the pool's connections. */
function calendarDatesAsText(): TypeOverrides {
  const overrides = new TypeOverrides();
  overrides.setTypeParser(types.builtins.DATE, (text) => text);
  return overrides;
}
