import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/sequelize';
import type { Sequelize } from 'sequelize-typescript';
import { DurationHistogram, type DurationFigures } from '../../../platform/telemetry/durations/duration-histogram.js';
import type { RepeatedStatement } from '../../../platform/telemetry/statements/repeated-statements.js';
import type { SlowStatement } from '../../../platform/telemetry/statements/slow-statements.js';
import type { Statement } from '../../../platform/telemetry/statements/statement.js';
import { StatementObserver } from '../../../platform/telemetry/statements/statement-observer.js';

const LISTED = 20;

/** One statement, values taken out; durations in ms. */
export interface QueryView {
  sql: string;
  model: string;
  operation: string;
  count: number;
  avgDuration: number;
  p95: number;
  p99: number;
  maxDuration: number;
  failures: Record<string, number>;
}

/** What this process asked of the database since its start; durations in ms. */
export interface QueryPerformanceView {
  totalQueries: number;
  slowQueries: number;
  cancelledQueries: number;
  avgDuration: number;
  p50: number;
  p95: number;
  p99: number;
  maxDuration: number;
  /** The last five minutes. */
  recent: DurationFigures;
  queriesByModel: Record<string, number>;
  slowestQueries: QueryView[];
  mostFrequentQueries: QueryView[];
  nPlusOne: RepeatedStatement[];
}

/** The figures of the statements of this process, as an operator reads them. */
@Injectable()
export class QueryPerformance {
  constructor(
    private readonly observer: StatementObserver,
    @InjectConnection() private readonly sequelize: Sequelize,
  ) {}

  read(): QueryPerformanceView {
    const statements = [...this.observer.catalogue.all()].filter(({ durations }) => durations.count > 0);
    const total = new DurationHistogram();
    for (const { durations } of statements) total.add(durations);
    const { count, avg, p50, p95, p99, max } = total.figures();
    const views = statements.map((statement) => this.viewOf(statement));
    return {
      totalQueries: count,
      slowQueries: this.observer.slow.count,
      cancelledQueries: this.observer.cancelled,
      avgDuration: avg,
      p50,
      p95,
      p99,
      maxDuration: max,
      recent: this.observer.recent.merged().figures(),
      queriesByModel: countByModel(views),
      slowestQueries: views.toSorted((a, b) => b.p95 - a.p95).slice(0, LISTED),
      mostFrequentQueries: views.toSorted((a, b) => b.count - a.count).slice(0, LISTED),
      nPlusOne: this.observer.repeated.found(),
    };
  }

  /** The last runs that took at least DB_SLOW_QUERY, the newest first. */
  slowRuns(limit: number): SlowStatement[] {
    return this.observer.slow.latest(limit);
  }

  private viewOf({ sql, table, operation, durations, failures }: Statement): QueryView {
    const { count, avg, p95, p99, max } = durations.figures();
    return {
      sql,
      model: this.modelOf(table),
      operation,
      count,
      avgDuration: avg,
      p95,
      p99,
      maxDuration: max,
      failures: Object.fromEntries(failures),
    };
  }

  /** The model of a table, or the table where only raw SQL touches it. */
  private modelOf(table: string): string {
    const model = Object.values(this.sequelize.models).find((model) => model.getTableName() === table);
    return model?.name ?? table;
  }
}

function countByModel(views: readonly QueryView[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { model, count } of views.toSorted((a, b) => b.count - a.count)) {
    counts[model] = (counts[model] ?? 0) + count;
  }
  return counts;
}
