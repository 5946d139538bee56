import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/sequelize';
import type { ClientBase } from 'pg';
import type { Transaction } from 'sequelize';
import type { Sequelize } from 'sequelize-typescript';
import { ENV, type Env } from '../../config/env.js';
import { isTransient } from './transient-errors.js';
import { currentTransaction, runInTransaction, type TransactionScope } from './transaction-context.js';

/**
 * One use case, one transaction. Whatever runs inside `run` joins the transaction by itself; audit events are added
 * before its commit, cache memory is freed after it. A transaction that fails for a passing reason is run again whole.
 */
@Injectable()
export class UnitOfWork {
  constructor(
    @InjectConnection() private readonly sequelize: Sequelize,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /**
   * Runs `work` in a transaction, or inside the one already running. `work` may be called again after a transient
   * failure, so it must have no effect outside the transaction: use `afterCommit` for those.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (currentTransaction()) return work();
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.attempt(work);
      } catch (error) {
        if (attempt >= this.env.database.retryMax || !isTransient(error)) throw error;
        await sleep(20 * 2 ** attempt + Math.random() * 20);
      }
    }
  }

  /** Runs `hook` inside the current transaction, after the work and before the commit. */
  beforeCommit(hook: () => Promise<void>): void {
    this.scope().beforeCommit.push(hook);
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

  private async attempt<T>(work: () => Promise<T>): Promise<T> {
    // READ COMMITTED is the server's own default; to say so would cost every write a round trip.
    const transaction = await this.sequelize.transaction();
    const { connection } = transaction as unknown as { connection: ClientBase };
    const scope: TransactionScope = { transaction, client: connection, beforeCommit: [], afterCommit: [] };
    let result: T;
    try {
      result = await runInTransaction(scope, async () => {
        const value = await work();
        for (const hook of scope.beforeCommit) await hook();
        return value;
      });
    } catch (error) {
      await rollback(transaction);
      throw error;
    }
    await transaction.commit();
    for (const hook of scope.afterCommit) await hook();
    return result;
  }
}

/** A rollback that fails because the connection is gone has rolled back all the same: the first error is the one to tell. */
async function rollback(transaction: Transaction): Promise<void> {
  try {
    await transaction.rollback();
  } catch (error) {
    if (!isTransient(error)) throw error;
  }
}
