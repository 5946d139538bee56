import type { ClientBase } from 'pg';
import { Flight, type LastStatement } from './flight.js';
import { isConnectionLost, sqlState } from './transient-errors.js';

/** A client of the pool; one marked as invalid is not handed out again. */
export type PooledClient = ClientBase & { _invalid?: boolean };

/** Sequelize's own pool, which its type declarations leave out. */
export interface ConnectionManager {
  getConnection(options: { type: 'write' | 'read' }): Promise<PooledClient>;
  releaseConnection(client: PooledClient): void;
}

const COMMIT: LastStatement = { text: 'COMMIT', values: [], name: 'commit' };

/**
 * The transaction of a unit of work. It takes a connection and begins with its first statement. A unit of work all of whose
 * statements come at its end never sends BEGIN nor COMMIT: they are one flight, committed by itself, in one round trip in place of three.
 *
 * Sequelize takes it for one of its own: of those, `query` awaits `connection` and looks at `finished`, and no more is used here.
 */
export class AmbientTransaction {
  finished: 'commit' | 'rollback' | undefined;
  /** True when the connection was lost between the last statement sent and its answer: nobody knows whether it is committed. */
  isUncertain = false;
  private begun: Promise<PooledClient> | undefined;

  constructor(private readonly connections: ConnectionManager) {}

  /** True once a statement was sent, and until then nothing is locked or seen. */
  get hasBegun(): boolean {
    return this.begun !== undefined;
  }

  /** The transaction's client, on which it has begun. */
  get connection(): Promise<ClientBase> {
    if (this.finished) throw new Error(`A statement came after the ${this.finished} of its unit of work.`);
    return (this.begun ??= this.begin());
  }

  /** Ends the transaction with `last`, in one round trip. When it rejects nothing is stored, unless {@link isUncertain}. */
  async commit(last: readonly LastStatement[]): Promise<void> {
    const { hasBegun } = this;
    if (!hasBegun && last.length === 0) {
      this.finished = 'commit';
      return;
    }
    const client = await (this.begun ?? this.connections.getConnection({ type: 'write' }));
    try {
      const tags = await client.query(new Flight(hasBegun ? [...last, COMMIT] : last)).done;
      if (hasBegun && tags.at(-1) !== 'COMMIT') throw new Error('An earlier statement of the transaction had failed.');
    } catch (error) {
      client._invalid = isConnectionLost(error);
      this.isUncertain = client._invalid && sqlState(error) === undefined;
      if (hasBegun && !client._invalid) await this.undo(client);
      throw error;
    } finally {
      this.finished = 'commit';
      this.connections.releaseConnection(client);
    }
  }

  /** Takes all back. A rollback that fails because the connection is gone has rolled back all the same. */
  async rollback(): Promise<void> {
    this.finished = 'rollback';
    // One that could not begin has given its connection back.
    const client = await this.begun?.catch(() => undefined);
    if (!client) return;
    await this.undo(client);
    this.connections.releaseConnection(client);
  }

  private async begin(): Promise<PooledClient> {
    const client = await this.connections.getConnection({ type: 'write' });
    try {
      // READ COMMITTED is the server's own default; to say so would cost a round trip.
      await client.query('BEGIN');
      return client;
    } catch (error) {
      client._invalid = true;
      this.connections.releaseConnection(client);
      throw error;
    }
  }

  private async undo(client: PooledClient): Promise<void> {
    try {
      await client.query('ROLLBACK');
    } catch {
      // The server rolls back by itself what its client has left.
      client._invalid = true;
    }
  }
}
