import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Client } from 'pg';
import { ENV, type Env } from '../../config/env.js';
import { Database } from './database.js';

/** How long a replica may take to come to where the primary stands; one that lags more is under too much already. */
const PATIENCE_MS = 2000;
const INTERVAL_MS = 50;

/**
 * Read replicas for readings that take minutes, as exports do. Never chosen by itself: what a person has just written must be
 * there when they look.
 */
@Injectable()
export class Replicas {
  private readonly logger = new Logger('replicas');
  private turn = 0;

  constructor(
    private readonly database: Database,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /**
   * The address of a replica that has all that was committed on the primary before the call, the next in turn; undefined when
   * there is none, or when it neither answers nor catches up in time: then the primary is read.
   */
  async caughtUp(): Promise<string | undefined> {
    const { replicaUrls, connectTimeoutMs } = this.env.database;
    const connectionString = replicaUrls[this.turn++ % Math.max(1, replicaUrls.length)];
    if (connectionString === undefined) return undefined;
    const [primary] = await this.database.query<{ position: string }>(`SELECT pg_current_wal_lsn()::text AS position`);
    const client = new Client({
      connectionString,
      connectionTimeoutMillis: connectTimeoutMs,
      application_name: 'white-cross-replica',
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      if (await hasReplayed(client, primary!.position)) return connectionString;
      this.logger.warn('A replica lags behind; the primary is read instead');
    } catch (error) {
      this.logger.warn(`A replica does not answer (${(error as Error).name}); the primary is read instead`);
    } finally {
      await client.end();
    }
    return undefined;
  }
}

/** What is no standby has replayed nothing. */
async function hasReplayed(client: Client, position: string): Promise<boolean> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const { rows } = await client.query<{ isThere: boolean | null }>(
      `SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn AS "isThere"`,
      [position],
    );
    if (rows[0]?.isThere) return true;
    if (Date.now() > deadline) return false;
    await sleep(INTERVAL_MS);
  }
}
