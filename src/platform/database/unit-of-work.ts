import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/sequelize';
import type { ClientBase } from 'pg';
import type { Transaction } from 'sequelize';
import type { Sequelize } from 'sequelize-typescript';
import { ENV, type Env } from '../../config/env.js';
import { isTransient } from './transient-errors.js';
import {
  currentTransaction,
  runInTransaction,
  type LastStatement,
  type LastStatements,
  type TransactionScope,
} from './transaction-context.js';

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

  /** Asks `statements` for what the current transaction stores after the work; they travel together with the commit. */
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

  private async attempt<T>(work: () => Promise<T>): Promise<T> {
    // READ COMMITTED is the server's own default; to say so would cost every write a round trip.
    const transaction = await this.sequelize.transaction();
    const { connection } = transaction as unknown as { connection: ClientBase };
    const scope: TransactionScope = { transaction, client: connection, beforeCommit: [], afterCommit: [] };
    let result: T;
    const last: LastStatement[] = [];
    try {
      result = await runInTransaction(scope, async () => {
        const value = await work();
        for (const statements of scope.beforeCommit) last.push(...(await statements()));
        return value;
      });
    } catch (error) {
      await rollback(transaction);
      throw error;
    }
    await commitAfter(last, scope);
    for (const hook of scope.afterCommit) await hook();
    return result;
  }
}

/** With what `pg` calls `pipeline`, statements are sent without waiting for the answer to the one before. */
interface Pipelined {
  pipeline: boolean;
  readonly connection: { readonly stream: { cork(): void; uncork(): void } };
}

/**
 * Sends the last statements and the COMMIT at once: one round trip and one wake-up of the server in place of one each. Should a
 * statement fail, PostgreSQL takes the COMMIT behind it for a ROLLBACK, so nothing of the transaction stays.
 */
async function commitAfter(last: readonly LastStatement[], { transaction, client }: TransactionScope): Promise<void> {
  const pipelined = client as unknown as Pipelined;
  const { stream } = pipelined.connection;
  pipelined.pipeline = true;
  beforeRelease(transaction, () => (pipelined.pipeline = false));
  stream.cork();
  const stored = last.map(({ text, values, name }) =>
    client.query({ text, values: values as unknown[], ...(name ? { name } : {}) }),
  );
  const committed = transaction.commit();
  // Sequelize sends the COMMIT some microtasks later.
  process.nextTick(() => stream.uncork());
  const outcomes = await Promise.allSettled([...stored, committed]);
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure) throw failure.reason;
}

/** Calls `act` before Sequelize gives the transaction's connection back: who gets it next must find it as it was. */
function beforeRelease(transaction: Transaction, act: () => void): void {
  const releasing = transaction as unknown as { cleanup(): void };
  const release = releasing.cleanup.bind(transaction);
  releasing.cleanup = () => {
    act();
    release();
  };
}

/** A rollback that fails because the connection is gone has rolled back all the same: the first error is the one to tell. */
async function rollback(transaction: Transaction): Promise<void> {
  try {
    await transaction.rollback();
  } catch (error) {
    if (!isTransient(error)) throw error;
  }
}
