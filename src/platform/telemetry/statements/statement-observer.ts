import { Inject, Injectable, Logger } from '@nestjs/common';
import type { ClientBase } from 'pg';
import { ENV, type Env } from '../../../config/env.js';
import { sqlState } from '../../database/transient-errors.js';
import { currentRequest } from '../../http/request-context.js';
import { RecentDurations } from '../durations/recent-durations.js';
import { observeClient, type StatementListener } from './observed-client.js';
import { RepeatedStatements } from './repeated-statements.js';
import { type RunningStatement, RunningStatements } from './running-statements.js';
import { SlowStatements } from './slow-statements.js';
import type { Statement } from './statement.js';
import { StatementCatalogue } from './statement-catalogue.js';
import { exportStatements } from './statement-metrics.js';

/** A statement that PostgreSQL cancelled: by its timeout, or because its request was over its deadline. */
const QUERY_CANCELED = '57014';

/**
 * Times every statement of this process, of models and raw ones alike, by its text without values. It writes to memory and
 * to the log only: an ailing database is not told of its own errors.
 */
@Injectable()
export class StatementObserver implements StatementListener<RunningStatement> {
  readonly catalogue = new StatementCatalogue();
  readonly running = new RunningStatements();
  readonly repeated = new RepeatedStatements();
  readonly recent = new RecentDurations();
  readonly slow: SlowStatements;
  cancelled = 0;

  constructor(@Inject(ENV) { database }: Pick<Env, 'database'>) {
    exportStatements(() => this.catalogue.all());
    this.slow = new SlowStatements(database.slowQueryMs, new Logger('sql'));
  }

  /** Hears all statements of a new connection from now on. */
  observe(client: ClientBase): void {
    observeClient(client, this);
  }

  begin(text: string, isParametrised: boolean, client: ClientBase): RunningStatement {
    const statement = this.catalogue.find(text, isParametrised);
    const request = currentRequest();
    const token = { statement, client, startedAt: performance.now(), request };
    this.running.all.add(token);
    if (request) this.repeated.note(request, statement);
    return token;
  }

  end(token: RunningStatement, error: unknown): void {
    const now = performance.now();
    const durationMs = now - token.startedAt;
    const { statement, request } = token;
    this.running.all.delete(token);
    statement.durations.observe(durationMs);
    this.recent.observe(durationMs);
    if (error) this.noteFailure(statement, error);
    else this.running.lastAnswerAt = now;
    this.slow.note(statement, durationMs, request);
  }

  private noteFailure(statement: Statement, error: unknown): void {
    const state = sqlState(error);
    // An error that PostgreSQL sent is an answer too; one without a state came from the connection.
    if (state !== undefined) this.running.lastAnswerAt = performance.now();
    if (state === QUERY_CANCELED) this.cancelled++;
    const label = state ?? 'connection';
    statement.failures.set(label, (statement.failures.get(label) ?? 0) + 1);
  }
}
