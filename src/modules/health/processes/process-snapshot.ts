import type { Env } from '../../../config/env.js';
import type { CacheStats } from '../../../platform/cache/index.js';
import type { DurationFigures } from '../../../platform/telemetry/durations/duration-histogram.js';
import type { EventLoopFigures } from '../../../platform/telemetry/event-loop-delay.js';
import type { ThreadPoolStats } from '../../../platform/threads/index.js';
import type { AuditFigures } from '../audit/audit-figures.js';
import type { PoolSample } from '../database/pool.rules.js';

/** What one process tells the others of itself. Counts and durations; nothing of any person. */
export interface ProcessSnapshot {
  id: string;
  role: Env['role'];
  host: string;
  pid: number;
  startedAt: string;
  at: string;
  memory: { rssBytes: number; heapUsedBytes: number };
  eventLoop: EventLoopFigures;
  pool: PoolSample;
  /** The last five minutes. */
  requests: DurationFigures;
  /** The last five minutes. */
  statements: DurationFigures;
  /** Since the start. */
  statementCounts: { total: number; slow: number; cancelled: number };
  cache: CacheStats;
  audit: AuditFigures;
  threads: ThreadPoolStats;
}

/** How a process is called where people read of it. */
export function nameOf({ role, host, pid }: Pick<ProcessSnapshot, 'role' | 'host' | 'pid'>): string {
  return `${role} ${pid} on ${host}`;
}
