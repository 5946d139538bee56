import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import type { Redis } from 'ioredis';
import { Database } from '../../../platform/database/database.js';
import { pendingMigrations } from '../../../platform/database/migrator.js';
import { Lifecycle } from '../../../platform/lifecycle/lifecycle.js';
import { REDIS } from '../../../platform/redis/redis.module.js';
import { OBJECT_STORE, type ObjectStore } from '../../../platform/storage/index.js';
import { type Check, type CheckStatus, type Dependency, overallStatus, severityOfLoss } from './readiness.rules.js';

const MIGRATIONS = join(import.meta.dirname, '../../../../migrations');
const TIMEOUT_MS = 2000;
/** Probes of this window share one look, so that no number of probes burdens what they ask about. */
const SHARED_FOR_MS = 500;

/** What `/health/ready` answers. */
export interface ReadinessView {
  status: CheckStatus;
  checks: Record<Dependency, Check>;
}

/** Whether this process should be given requests, and how the things it stands on are doing. */
@Injectable()
export class Readiness {
  /** What this release brings along; files that come later belong to the next one. */
  private shipped: Promise<string[]> | undefined;

  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly database: Database,
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(OBJECT_STORE) private readonly store: ObjectStore,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** Answers within some two seconds, whatever hangs. */
  async look(): Promise<ReadinessView> {
    const [database, redis, storage, migrations] = await Promise.all([
      this.check('database', () => this.requireWritable()),
      this.check('redis', () => this.redis.ping()),
      this.check('storage', () => this.store.check()),
      this.check('migrations', () => this.requireMigrated()),
    ]);
    const checks = { database, redis, storage, migrations };
    return { status: overallStatus(checks, this.lifecycle.isDraining()), checks };
  }

  private async check(dependency: Dependency, attempt: () => Promise<unknown>): Promise<Check> {
    const result = await this.indicators
      .check(dependency)
      .attempt(async () => void (await attempt()))
      .withTimeout(TIMEOUT_MS)
      .cacheFor(SHARED_FOR_MS);
    const { status, responseTime } = result[dependency] as { status: string; responseTime: number };
    return { status: status === 'up' ? 'ok' : severityOfLoss(dependency), durationMs: responseTime };
  }

  /** After a failover the old primary may still answer, but takes no writes. */
  private async requireWritable(): Promise<void> {
    const [row] = await this.database.query<{ is_writable: boolean }>('SELECT NOT pg_is_in_recovery() AS is_writable');
    if (!row?.is_writable) throw new Error('The database takes no writes.');
  }

  /** A newer schema is fine (the next release migrates first); an older one is not. */
  private async requireMigrated(): Promise<void> {
    const rows = await this.database.query<{ name: string }>('SELECT name FROM schema_migrations');
    this.shipped ??= pendingMigrations([], MIGRATIONS);
    const shipped = await this.shipped;
    const applied = new Set(rows.map(({ name }) => name));
    const missing = shipped.filter((name) => !applied.has(name));
    if (missing.length > 0) throw new Error(`${missing.length} migrations have not run.`);
  }
}
