import type { LoggerService } from '@nestjs/common';
import type { RequestContext } from '../../http/request-context.js';
import { rounded } from '../durations/duration-histogram.js';
import type { Statement } from './statement.js';

/** One run of a statement that took long. */
export interface SlowStatement {
  sql: string;
  table: string;
  durationMs: number;
  route: string | null;
  requestId: string | null;
  at: string;
}

const KEPT = 100;
const WARN_MS = 1000;
const ERROR_MS = 5000;

/** The last hundred slow runs; those over a second are logged as warnings, over five as errors. */
export class SlowStatements {
  private readonly kept: SlowStatement[] = [];
  count = 0;

  constructor(
    private readonly thresholdMs: number,
    private readonly logger: Pick<LoggerService, 'warn' | 'error'>,
  ) {}

  note({ sql, table }: Statement, durationMs: number, request: RequestContext | undefined): void {
    if (durationMs < this.thresholdMs) return;
    this.count++;
    const route = request ? `${request.method} ${request.route}` : null;
    const requestId = request?.requestId ?? null;
    this.kept.push({ sql, table, durationMs: rounded(durationMs), route, requestId, at: new Date().toISOString() });
    if (this.kept.length > KEPT) this.kept.shift();
    if (durationMs < WARN_MS) return;
    const message = `${Math.round(durationMs)} ms for ${route ?? 'background work'}: ${sql}`;
    if (durationMs < ERROR_MS) this.logger.warn(message);
    else this.logger.error(message);
  }

  /** The newest first. */
  latest(limit: number): SlowStatement[] {
    return this.kept.slice(-limit).reverse();
  }
}
