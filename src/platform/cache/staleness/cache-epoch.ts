import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../database/database.js';

const EPOCH_SQL = `
SELECT (SELECT system_identifier FROM pg_control_system()) || ':' || (SELECT timeline_id FROM pg_control_checkpoint())
       || ':' || (SELECT oid FROM pg_database WHERE datname = current_database()) AS epoch`;

/**
 * Part of every cache key: which database, and which timeline of it. After a restore the versions count anew from an older
 * number, and Redis may still hold entries of the history that was left.
 */
@Injectable()
export class CacheEpoch implements OnModuleInit {
  private epoch: string = randomUUID();

  constructor(private readonly database: Database) {}

  /** Read once; a process must be started again after a restore, as its connections end anyway. */
  async onModuleInit(): Promise<void> {
    try {
      const [row] = await this.database.query<{ epoch: string }>(EPOCH_SQL);
      if (row) this.epoch = row.epoch;
    } catch (error) {
      new Logger(CacheEpoch.name).warn(
        `This process shares no cached values with others: ${error instanceof Error ? error.message : 'no epoch'}`,
      );
    }
  }

  get current(): string {
    return this.epoch;
  }
}
