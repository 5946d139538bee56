import type { RequestContext } from '../../http/request-context.js';
import type { Statement } from './statement.js';

/** A statement that one request ran again and again: what should be one statement over a set. */
export interface RepeatedStatement {
  sql: string;
  route: string;
  /** The most that one request ran it. */
  count: number;
  /** Requests that did so. */
  requests: number;
  at: string;
}

/** From the eleventh on the same statement in one request is no accident. */
const MOST_REPEATS = 10;
const MOST_FINDINGS = 100;

const COUNTS = Symbol('statement counts');

/** Counts kept on the context itself: a WeakMap would cost some 4 us a request. */
type Counted = RequestContext & { [COUNTS]?: Map<Statement, number> };

/** Finds "N+1": the same statement more than ten times within one request. */
export class RepeatedStatements {
  private readonly findings = new Map<string, RepeatedStatement>();

  note(request: Counted, statement: Statement): void {
    const counts = (request[COUNTS] ??= new Map());
    const count = (counts.get(statement) ?? 0) + 1;
    counts.set(statement, count);
    if (count > MOST_REPEATS) this.report(request, statement, count);
  }

  /** The worst first. */
  found(): RepeatedStatement[] {
    return [...this.findings.values()].sort((a, b) => b.count - a.count);
  }

  private report(request: RequestContext, { sql }: Statement, count: number): void {
    const route = `${request.method} ${request.route}`;
    const key = `${route} ${sql}`;
    const known = this.findings.get(key);
    const isFirstOfRequest = count === MOST_REPEATS + 1;
    const at = new Date().toISOString();
    if (known) {
      known.count = Math.max(known.count, count);
      if (isFirstOfRequest) known.requests++;
      known.at = at;
    } else if (this.findings.size < MOST_FINDINGS) {
      this.findings.set(key, { sql, route, count, requests: 1, at });
    }
  }
}
