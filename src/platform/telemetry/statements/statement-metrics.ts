import { Counter, register } from 'prom-client';
import { DurationHistogram } from '../durations/duration-histogram.js';
import { exportDurations, type DurationSeries } from '../durations/duration-metric.js';
import type { Statement } from './statement.js';

/** Tells Prometheus of all statements, by table and operation: as many series as the schema has tables, not statements. */
export function exportStatements(all: () => Iterable<Statement>): void {
  exportDurations('db_query_duration_seconds', 'From sending a statement to its answer', () => seriesOf(all()));
  const failures = new Counter({
    name: 'db_query_failures_total',
    help: 'Statements that failed, by SQLSTATE; connection when there was no answer',
    labelNames: ['table', 'state'],
    registers: [],
    collect() {
      this.reset();
      for (const { table, failures } of all()) {
        for (const [state, count] of failures) this.inc({ table, state }, count);
      }
    },
  });
  register.removeSingleMetric('db_query_failures_total');
  register.registerMetric(failures);
}

function seriesOf(statements: Iterable<Statement>): DurationSeries[] {
  const series = new Map<string, DurationSeries>();
  for (const { table, operation, durations } of statements) {
    const key = `${operation} ${table}`;
    let one = series.get(key);
    if (!one) series.set(key, (one = { labels: { table, operation }, histogram: new DurationHistogram() }));
    one.histogram.add(durations);
  }
  return [...series.values()];
}
