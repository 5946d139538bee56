/** What `/health/*` answers; durations in milliseconds, instants ISO 8601, rates and shares from 0 to 1. */

export type HealthStatus = 'ok' | 'degraded' | 'down';

export interface Readiness {
  status: HealthStatus;
  checks: Record<string, { status: string; durationMs?: number; detail?: string }>;
}

export interface PoolSample {
  timestamp: string;
  activeConnections: number;
  idleConnections: number;
  waitingRequests: number;
  totalConnections: number;
  maxConnections: number;
  utilizationPercent: number;
}

export interface Pool extends PoolSample {
  history: PoolSample[];
}

/** A threshold that is crossed: what it means, and what to do. */
export interface OperationsAlert {
  code: string;
  subject?: string;
  severity: 'info' | 'warning' | 'critical';
  title: string;
  meaning: string;
  action: string;
  value: number | string;
  threshold: number | string;
  since: string;
}

export interface QueryFigures {
  sql: string;
  model: string;
  count: number;
  avgDuration: number;
  p95: number;
  maxDuration: number;
}

/** The same statement again and again within one request. */
export interface RepeatedQuery {
  sql: string;
  route: string;
  count: number;
  requests: number;
}

export interface QueryPerformance {
  totalQueries: number;
  slowQueries: number;
  avgDuration: number;
  p50: number;
  p95: number;
  p99: number;
  slowestQueries: QueryFigures[];
  mostFrequentQueries: QueryFigures[];
  nPlusOne: RepeatedQuery[];
}

export interface CacheTier {
  hits: number;
  misses: number;
  hitRate: number;
  entries?: number;
  bytes?: number;
  connected?: boolean;
}

export interface CacheStats {
  l1: CacheTier;
  l2: CacheTier;
  hitRate: number;
  invalidations: number;
}

export interface Durations {
  count: number;
  p50: number;
  p95: number;
  p99: number;
}

export interface RouteFigures extends Durations {
  method: string;
  route: string;
  errorRate: number;
  recent: Durations;
}

export interface ThreadFigures {
  threads: number;
  maxThreads: number;
  running: number;
  queued: number;
}

export interface ProcessFigures {
  id: string;
  role: string;
  host: string;
  pid: number;
  startedAt: string;
  memory: { rssBytes: number };
  eventLoop: { p50: number; p99: number; max: number };
  threads: ThreadFigures;
}

export interface Performance extends Durations {
  routes: RouteFigures[];
  processes: ProcessFigures[];
}

export interface QueueFigures {
  name: string;
  depth: number;
  active: number;
  failed: number;
  oldestAgeSeconds: number | null;
}

/** A point at which one has to scale, and how far it is. */
export interface ScalingTrigger {
  code: string;
  title: string;
  threshold: number;
  unit: string;
  meaning: string;
  action: string;
  value: number;
  isCrossed: boolean;
}

export interface DatabaseFigures {
  version: string;
  databaseBytes: number;
  connections: number;
  maxConnections: number;
  cacheHitRate: number;
  deadlocks: number;
  longestTransactionSeconds: number;
  triggers: ScalingTrigger[];
  tables: { table: string; rows: number; bytes: number; indexBytes: number; deadRows: number }[];
}
