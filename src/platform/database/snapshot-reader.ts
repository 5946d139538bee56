import type { Socket } from 'node:net';
import { Client, type QueryResultRow, types, TypeOverrides } from 'pg';
import { CopyOut } from './copy-out.js';

/**
 * Many statements over one unchanging view of the database, on connections of its own: a reading that takes minutes
 * neither holds one of the pool nor can starve the short transactions that note how far it has come. While it is open
 * PostgreSQL keeps the row versions that it may still need, as for `pg_dump`.
 */
export class SnapshotReader {
  private constructor(private readonly client: Client) {}

  /**
   * Opens the view on `count` connections, gives a reader of each to `work`, and closes them whatever comes of it. What one reader
   * sees the others see: PostgreSQL works for them side by side, as for `pg_dump --jobs`.
   */
  static async run<T>(
    connectionString: string,
    count: number,
    work: (readers: readonly SnapshotReader[]) => Promise<T>,
  ): Promise<T> {
    const clients = Array.from({ length: count }, () => clientFor(connectionString));
    try {
      let snapshot: string | undefined;
      for (const client of clients) snapshot = await enterSnapshot(client, snapshot);
      const result = await work(clients.map((client) => new SnapshotReader(client)));
      for (const client of clients) {
        await client.query('COMMIT');
        await client.end();
      }
      return result;
    } catch (error) {
      // A COPY that was left in the middle would have to be read to its end for a polite farewell.
      for (const client of clients)
        (client as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
      throw error;
    }
  }

  async query<Row extends QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.client.query<Row>(text, values as unknown[])).rows;
  }

  /**
   * The bytes of `COPY … TO STDOUT`, as fast as they are taken. It has no placeholders: what goes into the text must be
   * ours, or quoted.
   */
  copy(text: string): CopyOut {
    return this.client.query(new CopyOut(text));
  }
}

function clientFor(connectionString: string): Client {
  const client = new Client({
    connectionString,
    application_name: 'white-cross-snapshot',
    keepAlive: true,
    types: calendarDatesAsText(),
  });
  // What broke shows in the statement that was under way; without a listener it would end the process.
  client.on('error', () => undefined);
  return client;
}

/** Connects and sees what the snapshot of that name does; without a name it makes one. Returns its name. */
async function enterSnapshot(client: Client, name: string | undefined): Promise<string> {
  await client.connect();
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  if (name !== undefined) await client.query(`SET TRANSACTION SNAPSHOT ${client.escapeLiteral(name)}`);
  const { rows } = await client.query<{ name: string }>(
    `SELECT ${name === undefined ? 'pg_export_snapshot()' : `''`} AS name,
            set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true),
            set_config('TimeZone', 'UTC', true)`,
  );
  return name ?? rows[0]!.name;
}

/** A calendar date is text from the column to the wire, as on the pool's connections. */
function calendarDatesAsText(): TypeOverrides {
  const overrides = new TypeOverrides();
  overrides.setTypeParser(types.builtins.DATE, (text) => text);
  return overrides;
}
