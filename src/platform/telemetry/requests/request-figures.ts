import { Injectable } from '@nestjs/common';
import { Counter, register } from 'prom-client';
import { type DurationFigures, DurationHistogram } from '../durations/duration-histogram.js';
import { exportDurations } from '../durations/duration-metric.js';
import { RecentDurations } from '../durations/recent-durations.js';
import type { AnsweredRequest } from './answered-request.js';

/** What one route did since the process started; `recent` is the last five minutes. */
export interface RouteFigures extends DurationFigures {
  method: string;
  route: string;
  statuses: Record<string, number>;
  recent: DurationFigures;
}

class Route {
  readonly durations = new DurationHistogram();
  readonly recent = new RecentDurations();
  readonly statuses = new Map<number, number>();

  constructor(
    readonly method: string,
    readonly route: string,
  ) {}

  figures(): RouteFigures {
    const statuses = Object.fromEntries([...this.statuses].map(([status, count]) => [String(status), count]));
    const { method, route } = this;
    return { method, route, ...this.durations.figures(), statuses, recent: this.recent.merged().figures() };
  }
}

/** Counts and times the requests of this process by route pattern: as many series as there are routes, whatever is called. */
@Injectable()
export class RequestFigures {
  private readonly routes = new Map<string, Route>();
  private readonly recent = new RecentDurations();

  constructor() {
    exportDurations('http_request_duration_seconds', 'From the arrival of a request to the end of its answer', () =>
      [...this.routes.values()].map(({ method, route, durations }) => ({
        labels: { method, route },
        histogram: durations,
      })),
    );
    this.exportCounts();
  }

  note({ context, status, durationMs, isStream }: AnsweredRequest): void {
    const route = this.routeOf(context.method, context.route);
    route.statuses.set(status, (route.statuses.get(status) ?? 0) + 1);
    if (isStream) return;
    route.durations.observe(durationMs);
    route.recent.observe(durationMs);
    this.recent.observe(durationMs);
  }

  /** All routes together, over the last five minutes. */
  overall(): DurationFigures {
    return this.recent.merged().figures();
  }

  /** Every route that was called, the slowest of late first. */
  byRoute(): RouteFigures[] {
    const all = [...this.routes.values()].map((route) => route.figures());
    return all.sort((a, b) => b.recent.p95 - a.recent.p95 || b.p95 - a.p95);
  }

  private routeOf(method: string, pattern: string): Route {
    const key = `${method} ${pattern}`;
    let route = this.routes.get(key);
    if (!route) this.routes.set(key, (route = new Route(method, pattern)));
    return route;
  }

  private exportCounts(): void {
    const { routes } = this;
    const counter = new Counter({
      name: 'http_requests_total',
      help: 'Requests answered, by route pattern and status',
      labelNames: ['method', 'route', 'status'],
      registers: [],
      collect() {
        this.reset();
        for (const { method, route, statuses } of routes.values()) {
          for (const [status, count] of statuses) this.inc({ method, route, status: String(status) }, count);
        }
      },
    });
    register.removeSingleMetric('http_requests_total');
    register.registerMetric(counter);
  }
}
