import { Client } from 'pg';

const TIMEOUT_MS = 2000;

/**
 * True when PostgreSQL answers on a new connection within two seconds. Not on a pooled one: those may all hang, and then
 * the pool could tell nothing.
 */
export async function databaseAnswers(url: string): Promise<boolean> {
  const client = new Client({
    connectionString: url,
    application_name: 'white-cross-probe',
    connectionTimeoutMillis: TIMEOUT_MS,
  });
  client.on('error', () => undefined);
  const { promise: silence, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), TIMEOUT_MS);
  const answer = client
    .connect()
    .then(() => client.query('SELECT 1'))
    .then(
      () => true,
      () => false,
    );
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
    // `end` would wait for a server that may never say goodbye.
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  }
}
