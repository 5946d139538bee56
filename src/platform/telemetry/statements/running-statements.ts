import type { ClientBase } from 'pg';
import type { RequestContext } from '../../http/request-context.js';
import type { Statement } from './statement.js';

/** A statement that PostgreSQL has not answered yet. */
export interface RunningStatement {
  readonly statement: Statement;
  readonly client: ClientBase;
  readonly startedAt: number;
  readonly request: RequestContext | undefined;
}

/** What is under way in PostgreSQL on behalf of this process, and when it last answered anything. */
export class RunningStatements {
  readonly all = new Set<RunningStatement>();
  /** On the clock of `performance.now()`. */
  lastAnswerAt = performance.now();
}
