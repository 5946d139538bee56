import { AsyncLocalStorage } from 'node:async_hooks';
import { Sequelize } from 'sequelize';
import type { AmbientTransaction } from './ambient-transaction.js';
import type { LastStatement } from './flight.js';

type Hook = () => Promise<void> | void;

/** Makes ready what is to be stored right before the commit; it may ask the database for what it needs. */
export type LastStatements = () => Promise<readonly LastStatement[]> | readonly LastStatement[];

/** One running transaction: what every statement inside it shares, and what is to happen around its end. */
export interface TransactionScope {
  transaction: AmbientTransaction;
  beforeCommit: LastStatements[];
  afterCommit: Hook[];
}

const storage = new AsyncLocalStorage<TransactionScope | undefined>();

/** The transaction that the caller runs in, if it runs in one. */
export function currentTransaction(): TransactionScope | undefined {
  return storage.getStore();
}

/** Runs `work` inside `scope`; every model query and raw statement in it joins the transaction by itself. */
export function runInTransaction<T>(scope: TransactionScope, work: () => Promise<T>): Promise<T> {
  return storage.run(scope, work);
}

/** Runs `work` outside any transaction, on connections of its own. */
export function runOutsideTransaction<T>(work: () => Promise<T>): Promise<T> {
  return storage.run(undefined, work);
}

/**
 * Lets Sequelize find the ambient transaction. A query that "forgot" `{transaction}` would otherwise take a second
 * connection, and five such transactions on a pool of five wait for each other until `acquire` ends.
 */
export function joinAmbientTransactions(): void {
  Sequelize.useCLS({
    bind: (fn: unknown) => fn,
    run: (fn: (context: object) => unknown) => fn({}),
    get: (key: string) => (key === 'transaction' ? storage.getStore()?.transaction : undefined),
    set: (_key: string, value: unknown) => value,
  });
}
