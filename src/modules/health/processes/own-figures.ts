import { hostname } from 'node:os';
import { Inject, Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/sequelize';
import type { Sequelize } from 'sequelize-typescript';
import { ENV, type Env } from '../../../config/env.js';
import { TieredCache } from '../../../platform/cache/index.js';
import { newId } from '../../../platform/database/new-id.js';
import { EventLoopDelay } from '../../../platform/telemetry/event-loop-delay.js';
import { RequestFigures } from '../../../platform/telemetry/requests/request-figures.js';
import { StatementObserver } from '../../../platform/telemetry/statements/statement-observer.js';
import { ThreadPool } from '../../../platform/threads/index.js';
import { AuditFiguresReader } from '../audit/audit-figures.js';
import { poolSample, type PoolSample } from '../database/pool.rules.js';
import type { ProcessSnapshot } from './process-snapshot.js';

/** The counters of Sequelize's pool. */
interface SequelizePool {
  using: number;
  available: number;
  waiting: number;
  size: number;
  maxSize: number;
}

/** Reads the figures of this process. */
@Injectable()
export class OwnFigures {
  readonly id = newId();
  private readonly startedAt = new Date(Date.now() - 1000 * process.uptime()).toISOString();

  constructor(
    @Inject(ENV) private readonly env: Env,
    @InjectConnection() private readonly sequelize: Sequelize,
    private readonly eventLoop: EventLoopDelay,
    private readonly requests: RequestFigures,
    private readonly statements: StatementObserver,
    private readonly cache: TieredCache,
    private readonly threads: ThreadPool,
    private readonly audit: AuditFiguresReader,
  ) {}

  pool(): PoolSample {
    const { connectionManager } = this.sequelize as unknown as { connectionManager: { pool: SequelizePool } };
    const { using, available, waiting, size, maxSize } = connectionManager.pool;
    return poolSample({ active: using, idle: available, waiting, total: size, max: maxSize }, new Date());
  }

  snapshot(): ProcessSnapshot {
    const { rss, heapUsed } = process.memoryUsage();
    const recent = this.statements.recent.merged().figures();
    let total = 0;
    for (const { durations } of this.statements.catalogue.all()) total += durations.count;
    return {
      id: this.id,
      role: this.env.role,
      host: hostname(),
      pid: process.pid,
      startedAt: this.startedAt,
      at: new Date().toISOString(),
      memory: { rssBytes: rss, heapUsedBytes: heapUsed },
      eventLoop: this.eventLoop.read(),
      pool: this.pool(),
      requests: this.requests.overall(),
      statements: recent,
      statementCounts: { total, slow: this.statements.slow.count, cancelled: this.statements.cancelled },
      cache: this.cache.stats(),
      audit: this.audit.read(),
      threads: this.threads.stats(),
    };
  }
}
