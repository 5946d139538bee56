import { Inject, Injectable, Logger } from '@nestjs/common';
import { Client } from 'pg';
import { ENV, type Env } from '../../../config/env.js';
import { Database } from '../../../platform/database/database.js';
import { addMonths, monthOf, partitionName, type Month } from './months.rules.js';

const PARENTS = ['audit_events', 'audit_batches', 'audit_links'] as const;

/** Whether the trail has where to write in the months to come. */
export interface PartitionState {
  /** Complete months, from the current one on, that have all their partitions. */
  monthsAhead: number;
  /** True when the next month lacks a partition: at its first second events would go to the spool. */
  isNextMissing: boolean;
}

/**
 * Makes monthly partitions in advance and takes the oldest away. It speaks to the database as the owner of the schema: the
 * application itself may do neither.
 */
@Injectable()
export class PartitionKeeper {
  private readonly logger = new Logger('audit');

  constructor(
    private readonly database: Database,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Makes what is missing of the current month and the months ahead; returns how many partitions that were. */
  async makeAhead(now = new Date()): Promise<number> {
    const made = await this.asOwner(async (owner) => {
      const { rows } = await owner.query<{ made: number }>('SELECT audit_make_partitions($1::date, $2) AS made', [
        `${monthOf(now)}-01`,
        this.env.audit.partitionsAhead + 1,
      ]);
      return rows[0]?.made ?? 0;
    });
    if (made > 0) this.logger.log({ msg: 'audit partitions are made ahead', made });
    return made;
  }

  /** For the health report. */
  async state(now = new Date()): Promise<PartitionState> {
    const names = new Set(await this.partitions());
    let monthsAhead = 0;
    const isComplete = (month: Month) => PARENTS.every((parent) => names.has(partitionName(parent, month)));
    while (isComplete(addMonths(monthOf(now), monthsAhead))) monthsAhead++;
    return { monthsAhead: Math.max(0, monthsAhead - 1), isNextMissing: monthsAhead < 2 };
  }

  /** The months that have a partition of events, oldest first. */
  async months(): Promise<Month[]> {
    const prefix = 'audit_events_y';
    return (await this.partitions())
      .filter((name) => name.startsWith(prefix))
      .map((name) => `${name.slice(prefix.length, prefix.length + 4)}-${name.slice(-2)}`)
      .sort();
  }

  /**
   * Takes a month's partitions out of the trail and drops them. Detaching concurrently lets readers and writers go on; it may not
   * run in a transaction, and one that was interrupted is finished by the next call.
   */
  async drop(month: Month): Promise<void> {
    await this.asOwner(async (owner) => {
      for (const parent of PARENTS) await detachAndDrop(owner, parent, partitionName(parent, month));
    });
    this.logger.log({ msg: 'an archived month left the database', month });
  }

  /** Runs `work` on a connection of the schema's owner. */
  async asOwner<T>(work: (owner: Client) => Promise<T>): Promise<T> {
    const owner = new Client({ connectionString: this.env.database.migrationUrl });
    owner.on('error', (error) => this.logger.warn({ msg: 'the owner connection was lost', error: error.name }));
    await owner.connect();
    try {
      return await work(owner);
    } finally {
      await owner.end();
    }
  }

  private async partitions(): Promise<string[]> {
    const rows = await this.database.query<{ relname: string }>(
      `SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
        WHERE inhparent = ANY('{audit_events,audit_batches,audit_links}'::regclass[]) AND NOT inhdetachpending`,
    );
    return rows.map(({ relname }) => relname);
  }
}

async function detachAndDrop(owner: Client, parent: string, partition: string): Promise<void> {
  const { rows } = await owner.query<{ pending: boolean }>(
    'SELECT inhdetachpending AS pending FROM pg_inherits WHERE inhrelid = to_regclass($1)',
    [partition],
  );
  const [attached] = rows;
  if (attached) {
    const how = attached.pending ? 'FINALIZE' : 'CONCURRENTLY';
    await owner.query(`ALTER TABLE ${parent} DETACH PARTITION ${partition} ${how}`);
  }
  await owner.query(`DROP TABLE IF EXISTS ${partition}`);
}
