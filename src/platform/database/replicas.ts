import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Pool, types, TypeOverrides, type QueryResultRow } from 'pg';
import { ENV, type Env } from '../../config/env.js';
import { Database } from './database.js';
import { currentTransaction } from './transaction-context.js';
import { isDatabaseUnavailable } from './transient-errors.js';

/**
 * Reads that may lag behind by a moment (search, exports), sent to the read replicas in turn. Never chosen by
 * itself: what a person has just written must be there when they look. Without replicas, inside a transaction, or when a
 * replica does not answer, the primary is asked.
 */
@Injectable()
export class Replicas implements OnApplicationShutdown {
  private readonly logger = new Logger('replicas');
  private readonly pools: readonly Pool[];
  private turn = 0;

  constructor(
    private readonly database: Database,
    @Inject(ENV) { database: settings }: Env,
  ) {
    this.pools = settings.replicaUrls.map((connectionString) => {
      const pool = new Pool({
        connectionString,
        max: settings.poolMax,
        idleTimeoutMillis: settings.idleTimeoutMs,
        connectionTimeoutMillis: settings.connectTimeoutMs,
        statement_timeout: settings.statementTimeoutMs,
        application_name: 'white-cross-replica',
        types: calendarDatesAsText(),
      });
      pool.on('error', (error) => this.logger.warn(`A replica closed an idle connection (${error.name})`));
      return pool;
    });
  }

  /** The rows of one reading statement. */
  async query<Row extends QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const pool = this.pools[this.turn++ % Math.max(1, this.pools.length)];
    if (!pool || currentTransaction()) return this.database.query<Row>(text, values);
    try {
      return (await pool.query<Row>(text, values as unknown[])).rows;
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
      this.logger.warn('A replica does not answer; the primary is asked instead');
      return this.database.query<Row>(text, values);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.pools.map((pool) => pool.end()));
  }
}

/** A calendar date is text from the column to the wire, as on the primary's connections; `pg` alone would make it local midnight. */
function calendarDatesAsText(): TypeOverrides {
  const overrides = new TypeOverrides();
  overrides.setTypeParser(types.builtins.DATE, (text) => text);
  return overrides;
}
