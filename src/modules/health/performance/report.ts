import type { RaisedAlert } from '../alerts/alert.js';
import type { CacheStats } from '../../../platform/cache/index.js';
import type { DatabaseView } from '../database/database-overview.js';
import type { PoolView } from '../database/pool-monitor.js';
import type { QueryPerformanceView } from '../database/query-performance.js';
import type { ReadinessView } from '../probes/readiness.service.js';
import type { QueueFigures } from '../queues/queue-figures.repository.js';
import type { PerformanceView } from './performance.service.js';

/** All that the report tells; what PostgreSQL must be asked for is missing while it is away. */
export interface ReportFigures {
  readiness: ReadinessView;
  alerts: readonly RaisedAlert[];
  performance: PerformanceView;
  pool: PoolView;
  queries: QueryPerformanceView;
  cache: CacheStats;
  queues?: readonly QueueFigures[];
  database?: DatabaseView;
}

const MIB = 1024 * 1024;
const ROUTES = 15;
const STATEMENTS = 10;
const SQL_WIDTH = 110;

/** The state of the service as plain text, to be pasted into a ticket. Durations in ms; it names no person and holds no value. */
export function performanceReport(figures: ReportFigures): string {
  return [
    `White Cross, ${figures.performance.timestamp}: ${figures.readiness.status}`,
    section('Dependencies', table(['', 'status', 'ms'], dependencies(figures))),
    section('Alerts', alerts(figures.alerts)),
    section('Processes', table(['process', 'up since', 'rss MiB', 'loop p99', 'pool', 'waiting'], processes(figures))),
    section('Requests of this process', table(['route', 'count', 'p50', 'p95', 'p99', '5xx'], routes(figures))),
    section('Statements of this process', statements(figures.queries)),
    section('The same statement more than ten times in one request', repeated(figures.queries)),
    section('Cache of this process', table(['tier', 'hits', 'misses', 'rate'], cache(figures.cache))),
    section('Queues', queues(figures.queues)),
    section('Database', database(figures.database)),
    '',
  ].join('\n');
}

function dependencies({ readiness }: ReportFigures): string[][] {
  return Object.entries(readiness.checks).map(([name, { status, durationMs }]) => [name, status, String(durationMs)]);
}

function alerts(raised: readonly RaisedAlert[]): string {
  if (raised.length === 0) return 'none';
  return raised
    .map(({ severity, title, subject, value, threshold, since, meaning, action }) =>
      [
        `${severity.toUpperCase()}: ${title}${subject ? ` (${subject})` : ''}, ${value} (threshold ${threshold}), since ${since}`,
        `  ${meaning}`,
        `  To do: ${action}`,
      ].join('\n'),
    )
    .join('\n');
}

function processes({ performance }: ReportFigures): string[][] {
  return performance.processes.map(({ role, host, pid, startedAt, memory, eventLoop, pool }) => [
    `${role} ${pid} on ${host}`,
    startedAt,
    (memory.rssBytes / MIB).toFixed(0),
    String(eventLoop.p99),
    `${pool.activeConnections}/${pool.maxConnections}`,
    String(pool.waitingRequests),
  ]);
}

function routes({ performance }: ReportFigures): string[][] {
  return performance.routes
    .slice(0, ROUTES)
    .map(({ method, route, count, p50, p95, p99, errorRate }) => [
      `${method} ${route}`,
      String(count),
      String(p50),
      String(p95),
      String(p99),
      percent(errorRate),
    ]);
}

function statements({
  totalQueries,
  slowQueries,
  cancelledQueries,
  p50,
  p95,
  p99,
  slowestQueries,
}: QueryPerformanceView): string {
  const rows = slowestQueries
    .slice(0, STATEMENTS)
    .map(({ count, avgDuration, p95, maxDuration, model, sql }) => [
      String(count),
      String(avgDuration),
      String(p95),
      String(maxDuration),
      model,
      sql.slice(0, SQL_WIDTH),
    ]);
  const sum = `${totalQueries} statements, ${slowQueries} slow, ${cancelledQueries} cancelled; p50 ${p50}, p95 ${p95}, p99 ${p99}`;
  return `${sum}\n${table(['count', 'avg', 'p95', 'max', 'model', 'slowest statements'], rows)}`;
}

function repeated({ nPlusOne }: QueryPerformanceView): string {
  if (nPlusOne.length === 0) return 'none';
  const rows = nPlusOne.map(({ count, route, sql }) => [String(count), route, sql.slice(0, SQL_WIDTH)]);
  return table(['times', 'route', 'statement'], rows);
}

function cache({ l1, l2, hitRate }: CacheStats): string[][] {
  return [
    ['memory', String(l1.hits), String(l1.misses), percent(l1.hitRate)],
    [l2.connected ? 'Redis' : 'Redis (away)', String(l2.hits), String(l2.misses), percent(l2.hitRate)],
    ['both', '', '', percent(hitRate)],
  ];
}

function queues(figures: readonly QueueFigures[] | undefined): string {
  if (!figures) return 'unknown: PostgreSQL does not answer';
  const rows = figures.map(({ name, depth, active, failed, oldestAgeSeconds }) => [
    name,
    String(depth),
    String(active),
    String(failed),
    oldestAgeSeconds === null ? '' : `${Math.round(oldestAgeSeconds)} s`,
  ]);
  return table(['queue', 'waiting', 'running', 'failed', 'oldest'], rows);
}

function database(view: DatabaseView | undefined): string {
  if (!view) return 'unknown: PostgreSQL does not answer';
  const { version, databaseBytes, connections, maxConnections, cacheHitRate, triggers, tables } = view;
  const rows = tables
    .slice(0, STATEMENTS)
    .map(({ table, rows, bytes, sequentialScans, indexScans, deadRows }) => [
      table,
      String(Math.round(rows)),
      (bytes / MIB).toFixed(1),
      String(sequentialScans),
      String(indexScans),
      String(deadRows),
    ]);
  const crossed = triggers.filter(({ isCrossed }) => isCrossed).map(({ title }) => title);
  return [
    `PostgreSQL ${version}, ${(databaseBytes / MIB).toFixed(0)} MiB, ${connections} of ${maxConnections} connections, ${percent(cacheHitRate)} of blocks from memory`,
    `Triggers for scaling: ${crossed.length === 0 ? 'none crossed' : crossed.join('; ')}`,
    table(['table', 'rows', 'MiB', 'seq scans', 'index scans', 'dead rows'], rows),
  ].join('\n');
}

function section(title: string, body: string): string {
  return `\n${title}\n${'-'.repeat(title.length)}\n${body}`;
}

/** Columns as wide as their widest cell. */
function table(head: readonly string[], rows: readonly string[][]): string {
  const lines = [[...head], ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
