import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { InjectConnection } from '@nestjs/sequelize';
import CircuitBreaker from 'opossum';
import type { ClientBase } from 'pg';
import type { Sequelize } from 'sequelize-typescript';
import { ENV, type Env } from '../../../config/env.js';
import { dependencyUnavailable, type Problem } from '../../http/problem.js';
import { StatementObserver } from '../../telemetry/statements/statement-observer.js';
import { Circuits } from '../circuits.js';
import { databaseAnswers } from './probe.js';

const NAME = 'database';
const TICK_MS = 250;
/** Ticks without an answer to anything after which PostgreSQL is asked whether it is there at all: two seconds. */
const SILENT_TICKS = 8;
const PROBE_EVERY_MS = 500;
const RETRY_AFTER_SECONDS = 2;
/** The probe closes the circuit, never a user's request. */
const NEVER_MS = 2 ** 31 - 1;

type Acquire = () => Promise<ClientBase>;

interface ConnectionManager {
  getConnection(options: object): Promise<ClientBase>;
  releaseConnection(client: ClientBase): void;
  pool: { waiting: number };
}

/**
 * The circuit breaker before PostgreSQL, at the one door that models and raw statements go through: the getting of a
 * connection. A server that hangs answers neither yes nor no, and requests would wait for it, hold their connections and
 * queue for more. So when nothing that was asked has been answered for two seconds, it is probed on a connection of its own;
 * when that hangs too, waiting requests are refused at once, and so is all that follows, until the probe is answered.
 *
 * Silence is counted in turns of the event loop and not by the clock: answers that a busy process has not read yet do
 * not count against the server.
 */
@Injectable()
export class DatabaseCircuit implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('database');
  private readonly breaker: CircuitBreaker<[Acquire], ClientBase>;
  private readonly ended = new AbortController();
  private readonly connections: ConnectionManager;
  private readonly waiting = new Set<(reason: unknown) => void>();
  private ticking: NodeJS.Timeout | undefined;
  private silentTicks = 0;
  private answeredAt = 0;
  private isProbing = false;

  constructor(
    @Inject(ENV) private readonly env: Env,
    @InjectConnection() sequelize: Sequelize,
    private readonly statements: StatementObserver,
    private readonly circuits: Circuits,
  ) {
    this.connections = (sequelize as unknown as { connectionManager: ConnectionManager }).connectionManager;
    this.breaker = new CircuitBreaker((acquire: Acquire) => acquire(), {
      timeout: false,
      resetTimeout: NEVER_MS,
      rollingPercentilesEnabled: false,
      rollingCountTimeout: 5000,
      errorThresholdPercentage: 50,
      volumeThreshold: 5,
      // A pool that is merely used up says nothing of the server.
      errorFilter: (error: Error) => error.name === 'SequelizeConnectionAcquireTimeoutError',
    });
    this.breaker.on('open', () => void this.refuseUntilWell());
  }

  onModuleInit(): void {
    const acquire = this.connections.getConnection.bind(this.connections);
    this.connections.getConnection = (options) => this.guard(() => acquire(options));
    this.ticking = setInterval(() => this.tick(), TICK_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.ticking);
    this.ended.abort();
    this.breaker.shutdown();
  }

  /** One promise and no race: every statement passes here. */
  private guard(acquire: Acquire): Promise<ClientBase> {
    if (this.breaker.opened) return Promise.reject(unavailable());
    return new Promise((resolve, reject) => {
      this.waiting.add(reject);
      this.breaker.fire(acquire).then(
        (client) => {
          if (this.waiting.delete(reject)) resolve(client);
          // Whoever waited has been refused; a connection that comes all the same goes back.
          else this.connections.releaseConnection(client);
        },
        (error: unknown) => {
          this.waiting.delete(reject);
          reject(this.breaker.opened ? unavailable() : error);
        },
      );
    });
  }

  private tick(): void {
    const { running } = this.statements;
    const isAsked = running.all.size > 0 || this.waiting.size > 0;
    if (!isAsked || running.lastAnswerAt !== this.answeredAt) {
      this.answeredAt = running.lastAnswerAt;
      this.silentTicks = 0;
      return;
    }
    this.silentTicks++;
    if (this.silentTicks >= SILENT_TICKS && !this.isProbing && this.breaker.closed) void this.suspect();
  }

  /** A single slow statement is silence too; the probe tells the difference. */
  private async suspect(): Promise<void> {
    this.isProbing = true;
    const answers = await databaseAnswers(this.env.database.url);
    this.isProbing = false;
    this.silentTicks = 0;
    if (!answers && !this.ended.signal.aborted) this.breaker.open();
  }

  private async refuseUntilWell(): Promise<void> {
    this.logger.error('PostgreSQL does not answer; requests are refused until it does');
    this.circuits.note(NAME, true);
    for (const refuse of this.waiting) refuse(unavailable());
    this.waiting.clear();
    this.abandon((isOfRequest) => isOfRequest);
    while (!this.ended.signal.aborted) {
      if (await databaseAnswers(this.env.database.url)) break;
      this.abandon(() => true);
      await sleep(PROBE_EVERY_MS, undefined, { ref: false });
    }
    this.silentTicks = 0;
    this.circuits.note(NAME, false);
    if (this.ended.signal.aborted) return;
    this.breaker.close();
    this.logger.log('PostgreSQL answers again');
  }

  /**
   * Ends connections whose statement hangs, so that those who wait for it are told. People's at once; background work only
   * after a second probe in vain, since it would have to be done again.
   */
  private abandon(isMeant: (isOfRequest: boolean) => boolean): void {
    for (const { client, request } of this.statements.running.all) {
      if (isMeant(request !== undefined)) streamOf(client).destroy();
    }
  }
}

function unavailable(): Problem {
  return dependencyUnavailable('database', RETRY_AFTER_SECONDS);
}

function streamOf(client: ClientBase): { destroy(): void } {
  return (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream;
}
