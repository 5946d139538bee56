import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

/** Any number would do, as long as all schedulers of a database share it. */
const LEADER_LOCK = 7_203_121;
const RETRY_MS = 1000;
const HEARTBEAT_MS = 5000;

export interface Leadership {
  /** Resolves with the reason when leadership has ended. */
  ended: Promise<string>;
}

/**
 * Waits until this process holds the scheduler's lock, a session-level advisory lock: PostgreSQL frees it in the instant that the
 * holder's connection ends, whatever ended it. `url` must therefore lead past any transaction-mode pooler.
 * Returns undefined when `signal` aborts first; when it aborts later, the lock is given back.
 */
export async function waitToLead(url: string, signal: AbortSignal): Promise<Leadership | undefined> {
  while (!signal.aborted) {
    const client = await tryToLead(url);
    if (client) return { ended: hold(client, signal) };
    await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

async function tryToLead(url: string): Promise<Client | undefined> {
  const client = new Client({ connectionString: url, application_name: 'white-cross-leader', keepAlive: true });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [LEADER_LOCK]);
    if (rows[0]?.got) return client;
  } catch {
    // PostgreSQL is away: so is every other candidate's lock. The next round asks again.
  }
  await client.end().catch(() => undefined);
  return undefined;
}

function hold(client: Client, signal: AbortSignal): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  client.once('error', (error) => resolve(error.message));
  client.once('end', () => resolve('the connection was closed'));
  signal.addEventListener('abort', () => void client.end());
  // A connection that a firewall dropped silently is noticed only by using it.
  const heartbeat = setInterval(
    () => void client.query('SELECT 1').catch((error: Error) => resolve(error.message)),
    HEARTBEAT_MS,
  );
  return promise.finally(() => clearInterval(heartbeat));
}
