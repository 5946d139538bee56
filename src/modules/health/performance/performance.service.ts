import { Injectable } from '@nestjs/common';
import type { DurationFigures } from '../../../platform/telemetry/durations/duration-histogram.js';
import { RequestFigures, type RouteFigures } from '../../../platform/telemetry/requests/request-figures.js';
import { ProcessBoard } from '../processes/process-board.js';
import type { ProcessSnapshot } from '../processes/process-snapshot.js';

/** How fast this process answers, by route, and how all processes are. Durations in ms; overall, of the last five minutes. */
export interface PerformanceView extends DurationFigures {
  routes: (RouteFigures & { errorRate: number })[];
  processes: Omit<ProcessSnapshot, 'cache'>[];
  timestamp: string;
}

/** What `/health/performance` and the text report tell. */
@Injectable()
export class Performance {
  constructor(
    private readonly requests: RequestFigures,
    private readonly board: ProcessBoard,
  ) {}

  async read(): Promise<PerformanceView> {
    const processes = (await this.board.all()).map(({ cache: _cache, ...snapshot }) => snapshot);
    return {
      ...this.requests.overall(),
      routes: this.requests.byRoute().map((route) => ({ ...route, errorRate: errorRateOf(route) })),
      processes,
      timestamp: new Date().toISOString(),
    };
  }
}

/** Share of answers that were our fault, 0 to 1. */
function errorRateOf({ statuses }: RouteFigures): number {
  let [all, failed] = [0, 0];
  for (const [status, count] of Object.entries(statuses)) {
    all += count;
    if (Number(status) >= 500) failed += count;
  }
  return all === 0 ? 0 : failed / all;
}
