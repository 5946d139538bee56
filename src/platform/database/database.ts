import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/sequelize';
import type { ClientBase, QueryResult, QueryResultRow } from 'pg';
import type { Sequelize } from 'sequelize-typescript';
import { AmbientTransaction, type ConnectionManager } from './ambient-transaction.js';
import { isConnectionLost } from './transient-errors.js';
import { currentTransaction } from './transaction-context.js';

/** What may accompany a statement: `name` makes it a prepared statement of its connection. */
export interface StatementOptions {
  name?: string;
}

/**
 * Raw statements on the one connection pool of the process. Hot reads are raw: one row by key costs 67 us here and
 * 517 us by a model. A statement rides the ambient transaction when there is one.
 */
@Injectable()
export class Database {
  private readonly connections: ConnectionManager;

  constructor(@InjectConnection() readonly sequelize: Sequelize) {
    this.connections = (sequelize as unknown as { connectionManager: ConnectionManager }).connectionManager;
  }

  /** The rows of one statement. Dates come as 'YYYY-MM-DD' strings, bigint as strings, jsonb parsed. */
  async query<Row extends QueryResultRow>(
    text: string,
    values: readonly unknown[] = [],
    options: StatementOptions = {},
  ): Promise<Row[]> {
    return (await this.run<Row>(text, values, options)).rows;
  }

  /** How many rows one statement changed. */
  async execute(text: string, values: readonly unknown[] = [], options: StatementOptions = {}): Promise<number> {
    return (await this.run(text, values, options)).rowCount ?? 0;
  }

  /** A `pg` client for what needs one: COPY, cursors, several statements on one connection. */
  async withClient<T>(work: (client: ClientBase) => Promise<T>): Promise<T> {
    const scope = currentTransaction();
    if (scope) return work(await scope.transaction.connection);
    const client = await this.connections.getConnection({ type: 'write' });
    try {
      return await work(client);
    } catch (error) {
      if (isConnectionLost(error)) client._invalid = true;
      throw error;
    } finally {
      this.connections.releaseConnection(client);
    }
  }

  /** A transaction that begins with its first statement, and with its connection then. */
  newTransaction(): AmbientTransaction {
    return new AmbientTransaction(this.connections);
  }

  private run<Row extends QueryResultRow>(
    text: string,
    values: readonly unknown[],
    { name }: StatementOptions,
  ): Promise<QueryResult<Row>> {
    const statement = { text, values: values as unknown[], ...(name ? { name } : {}) };
    return this.withClient((client) => client.query<Row>(statement));
  }
}
