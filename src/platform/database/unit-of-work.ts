import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../../config/env.js';
import { Database } from './database.js';
import type { LastStatement } from './flight.js';
import { isTransient } from './transient-errors.js';
import {
  currentTransaction,
  runInTransaction,
  type LastStatements,
  type TransactionScope,
} from './transaction-context.js';

/**
 * One use case, one transaction. Whatever runs inside `run` joins the transaction by itself; audit events are added
 * before its commit, cache memory is freed after it. A use case that brings all it stores as last statements costs one round trip. A transaction that fails for a passing reason is run again whole.
 */
@Injectable()
export class UnitOfWork {
  constructor(
    private readonly database: Database,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /**
   * Runs `work` in a transaction, or inside the one already running. `work` may be called again after a transient
   * failure, so it must have no effect outside the transaction: use `afterCommit` for those.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (currentTransaction()) return work();
    for (let attempt = 0; ; attempt++) {
      const transaction = this.database.newTransaction();
      try {
        return await this.attempt(work, { transaction, beforeCommit: [], afterCommit: [] });
      } catch (error) {
        // What may have been committed is not run again: the caller repeats it under its idempotency key.
        if (transaction.isUncertain || attempt >= this.env.database.retryMax || !isTransient(error)) throw error;
        await sleep(20 * 2 ** attempt + Math.random() * 20);
      }
    }
  }

  /**
   * Asks `statements` for what the current transaction stores after the work, in the order of these calls; they travel together, and
   * with the commit.
   */
  beforeCommit(statements: LastStatements): void {
    this.scope().beforeCommit.push(statements);
  }

  /** Runs `hook` once the current transaction is committed. A failing hook fails the call, not the commit. */
  afterCommit(hook: () => Promise<void> | void): void {
    this.scope().afterCommit.push(hook);
  }

  /** True inside `run`. */
  isRunning(): boolean {
    return currentTransaction() !== undefined;
  }

  private scope(): TransactionScope {
    const scope = currentTransaction();
    if (!scope) throw new Error('No unit of work is running: call UnitOfWork.run first.');
    return scope;
  }

  private async attempt<T>(work: () => Promise<T>, scope: TransactionScope): Promise<T> {
    const { transaction } = scope;
    const last: LastStatement[] = [];
    let result: T;
    try {
      result = await runInTransaction(scope, async () => {
        const value = await work();
        for (const statements of scope.beforeCommit) last.push(...(await statements()));
        return value;
      });
    } catch (error) {
      await transaction.rollback();
      throw error;
    }
    await transaction.commit(last);
    for (const hook of scope.afterCommit) await hook();
    return result;
  }
}
