/** What `/health/*` answers; durations in milliseconds, instants ISO 8601. */

export type HealthStatus = 'ok' | 'degraded' | 'down';

export interface Readiness {
  status: HealthStatus;
  checks: Record<string, { status?: string; [detail: string]: unknown } | string>;
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
  alerts: OperationsAlert[];
}

export interface OperationsAlert {
  id?: string;
  code?: string;
  severity: 'warning' | 'critical' | 'info';
  title?: string;
  message?: string;
  meaning?: string;
  action?: string;
  value?: number | string;
  threshold?: number | string;
  since?: string;
}

export interface QueryFigures {
  sql: string;
  model?: string | null;
  count?: number;
  durationMs?: number;
  avgDuration?: number;
  maxDuration?: number;
  p95?: number;
  at?: string;
}

export interface RepeatedQuery {
  sql: string;
  route: string;
  count: number;
  at?: string;
}

export interface QueryPerformance {
  totalQueries: number;
  slowQueries: number;
  avgDuration: number;
  p50: number;
  p95: number;
  p99: number;
  maxDuration: number;
  queriesByModel: Record<string, number>;
  slowestQueries: QueryFigures[];
  mostFrequentQueries: QueryFigures[];
  nPlusOne?: RepeatedQuery[];
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

export interface RouteFigures {
  route: string;
  method?: string;
  count: number;
  p50: number;
  p95: number;
  p99: number;
  errorRate?: number;
}

export interface Performance {
  p50?: number;
  p95?: number;
  p99?: number;
  routes: RouteFigures[];
}

export interface QueueFigures {
  name: string;
  depth: number;
  active?: number;
  failed?: number;
  oldestAgeSeconds?: number | null;
}
