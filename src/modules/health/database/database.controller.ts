import { Controller, Get, Header, Query } from '@nestjs/common';
import { Access } from '../../../platform/access/access.decorator.js';
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX } from '../../../platform/database/keyset.js';
import { IntegerField } from '../../../platform/http/fields.js';
import type { SlowStatement } from '../../../platform/telemetry/statements/slow-statements.js';
import { FOR_OPERATORS } from '../operators.js';
import { DatabaseOverview, type DatabaseView } from './database-overview.js';
import { PoolMonitor, type PoolView } from './pool-monitor.js';
import { QueryPerformance, type QueryPerformanceView } from './query-performance.js';

export class SlowQueriesQuery {
  @IntegerField({ min: 1, max: PAGE_LIMIT_MAX, optional: true })
  limit?: number;
}

/** PostgreSQL as this service sees it. */
@Controller('health/database')
@Access(FOR_OPERATORS)
export class DatabaseController {
  constructor(
    private readonly overview: DatabaseOverview,
    private readonly pool: PoolMonitor,
    private readonly performance: QueryPerformance,
  ) {}

  /** The database as a whole, its tables, and how far it is from having to grow. */
  @Get()
  @Header('Cache-Control', 'no-store')
  read(): Promise<DatabaseView> {
    return this.overview.read();
  }

  /** The connections of all processes, now and lately. */
  @Get('pool')
  @Header('Cache-Control', 'no-store')
  readPool(): Promise<PoolView> {
    return this.pool.look();
  }

  /** The statements that were run, the slowest and the most frequent. */
  @Get('performance')
  @Header('Cache-Control', 'no-store')
  readPerformance(): QueryPerformanceView {
    return this.performance.read();
  }

  /** Statements that took long, the newest first. Normalised, never with a literal. */
  @Get('slow-queries')
  @Header('Cache-Control', 'no-store')
  listSlow(@Query() { limit = PAGE_LIMIT_DEFAULT }: SlowQueriesQuery): { items: SlowStatement[]; nextCursor: null } {
    return { items: this.performance.slowRuns(limit), nextCursor: null };
  }
}
