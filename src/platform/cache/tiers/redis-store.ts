import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { createCache, KeyvAdapter, type Cache, type CacheManagerStore } from 'cache-manager';
import { redisStore } from 'cache-manager-redis-store';
import { Keyv } from 'keyv';
import CircuitBreaker from 'opossum';
import redis, { commandOptions, ErrorReply, type RedisClientType } from 'redis';
import { CommandRound } from './command-round.js';

const CONNECT_TIMEOUT_MS = 2000;
const RETRY_MAX_MS = 1000;
const PROBE_INTERVAL_MS = 500;
/** Probes that go unanswered before the connection is taken for dead and made anew (a partition sends no RST). */
const PROBES_BEFORE_RECONNECT = 10;
const BREAKER_WINDOW_MS = 2000;
/** The breaker is closed by the probe, never by letting a user's request try. */
const NEVER_MS = 2 ** 31 - 1;

/** Redis does not answer: it is down, slow, or its circuit is open. Callers go on without it. */
export class RedisUnavailable extends Error {
  override readonly name = 'RedisUnavailable';
  constructor(cause?: unknown) {
    super('Redis does not answer', { cause });
  }
}

interface Stored {
  value: Buffer;
}

/**
 * The only place that touches `cache-manager-redis-store`, whose 3.0.1 ignores a numeric TTL, encodes bytes as JSON, throws in
 * `del`, fails in `mget` and `mset`, takes FLUSHDB for `reset`, and ends the process when nobody listens to its client's errors. So
 * cache-manager is given this store, which takes from the package its connection (`getClient()`) and speaks to that.
 *
 * Commands have a time limit and stand behind a circuit breaker, all of one instant together. While that is open nothing is tried: a dead Redis
 * costs a request nothing. A probe of our own closes it again.
 */
export class RedisStore {
  /** cache-manager over this store: bytes in, bytes out, errors taken for misses. */
  readonly cache: Cache;
  private client: RedisClientType | undefined;
  private connecting: RedisClientType | undefined;
  private closed = false;
  private probing = false;
  private readonly log = new Logger(RedisStore.name);
  private readonly breaker: CircuitBreaker<[CommandRound]>;
  private round: CommandRound | undefined;

  constructor(
    private readonly url: string,
    private readonly commandTimeoutMs: number,
  ) {
    const store = new KeyvAdapter(this.adapter());
    this.cache = createCache({
      stores: [new Keyv({ store, serialize: undefined, deserialize: undefined, useKeyPrefix: false })],
    });
    this.breaker = new CircuitBreaker((round) => this.limit(round), {
      timeout: false,
      resetTimeout: NEVER_MS,
      rollingCountTimeout: BREAKER_WINDOW_MS,
      rollingPercentilesEnabled: false,
      // One command without an answer is enough: the probe looks again half a second later, at nobody's cost.
      errorThresholdPercentage: 1,
    });
    this.breaker.on('open', () => {
      this.log.warn('Redis does not answer; cached values are read from PostgreSQL until it does.');
      void this.probeUntilWell();
    });
    this.breaker.on('close', () => this.log.log('Redis answers again.'));
  }

  /** True while commands are being sent. */
  get isConnected(): boolean {
    return this.client?.isReady === true && this.breaker.closed;
  }

  /** Begins to connect and returns at once; until then, and whenever it is gone, commands fail at once. */
  start(): void {
    void this.connectUntilDone();
  }

  /** Runs one command, within the time limit of its round. @throws RedisUnavailable */
  async command<T>(command: (client: RedisClientType) => Promise<T>): Promise<T> {
    const { client } = this;
    if (client === undefined || !this.isConnected) throw new RedisUnavailable();
    try {
      return await (this.round ??= this.beginRound()).add(command(client), isAnswer);
    } catch (cause) {
      throw new RedisUnavailable(cause);
    }
  }

  /** A second connection with the same address, for subscriptions; undefined while there is no first one. */
  duplicate(): RedisClientType | undefined {
    const duplicate = this.client?.duplicate();
    duplicate?.on('error', this.noteError);
    return duplicate;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.breaker.shutdown();
    await this.drop();
  }

  /** What is sent until the turn of the event loop ends belongs to it. */
  private beginRound(): CommandRound {
    const round = new CommandRound();
    // Each command tells its own caller; the breaker only counts.
    this.breaker.fire(round).catch(() => undefined);
    setImmediate(() => {
      this.round = undefined;
      round.complete();
    });
    return round;
  }

  private limit(round: CommandRound): Promise<void> {
    // When our own event loop was held up, the answers may lie in the socket already: they are read before the limit counts.
    const overdue = (): void => void setImmediate(() => round.giveUp(new RedisUnavailable()));
    const limit = setTimeout(overdue, this.commandTimeoutMs).unref();
    return round.outcome.finally(() => clearTimeout(limit));
  }

  private async connectUntilDone(): Promise<void> {
    for (let attempt = 0; !this.closed; attempt++) {
      try {
        this.client = await this.connect();
        this.connecting = undefined;
        if (this.closed) await this.drop();
        return;
      } catch (error) {
        if (attempt === 0) this.noteError(error);
        await sleep(backoffMs(attempt), undefined, { ref: false });
      }
    }
  }

  /**
   * A connection of the package's making, which hands its client out once it is connected. An error before that would find no listener and
   * end the process, as a Redis that died within the handshake did; so the client is listened to from when it is made.
   */
  private async connect(): Promise<RedisClientType> {
    const { createClient } = redis;
    const listening = (...options: Parameters<typeof createClient>) => {
      const client = createClient(...options);
      client.on('error', this.noteError);
      this.connecting = client as RedisClientType;
      return client;
    };
    Object.assign(redis, { createClient: listening });
    let store: ReturnType<typeof redisStore>;
    try {
      store = redisStore({
        url: this.url,
        disableOfflineQueue: true,
        pingInterval: 10_000,
        socket: { connectTimeout: CONNECT_TIMEOUT_MS, reconnectStrategy: backoffMs },
      });
    } finally {
      Object.assign(redis, { createClient });
    }
    return (await store).getClient();
  }

  private async probeUntilWell(): Promise<void> {
    if (this.probing) return;
    this.probing = true;
    for (let failures = 1; !this.closed; failures++) {
      await sleep(PROBE_INTERVAL_MS, undefined, { ref: false });
      if (await this.answersPing()) break;
      if (failures % PROBES_BEFORE_RECONNECT === 0) {
        await this.drop();
        await this.connectUntilDone();
      }
    }
    this.probing = false;
    if (!this.closed) this.breaker.close();
  }

  private async answersPing(): Promise<boolean> {
    const client = this.client;
    if (client?.isReady !== true) return false;
    const silence = sleep(this.commandTimeoutMs, false, { ref: false });
    return Promise.race([
      client.ping().then(
        () => true,
        () => false,
      ),
      silence,
    ]);
  }

  private async drop(): Promise<void> {
    const clients = [this.client, this.connecting];
    this.client = undefined;
    this.connecting = undefined;
    for (const client of clients) if (client?.isOpen) await client.disconnect();
  }

  /** Errors of the connection repeat at every attempt to reconnect; the breaker's state says what matters. */
  private readonly noteError = (error: unknown): void => {
    this.log.debug(`Redis connection: ${error instanceof Error ? error.message : 'failed'}`);
  };

  private adapter(): CacheManagerStore {
    const unsupported = (): never => {
      throw new Error('This store reads, writes and deletes one key at a time.');
    };
    return {
      name: 'redis',
      get: async (key): Promise<Stored | undefined> => {
        const bytes = await this.command((client) => client.get(commandOptions({ returnBuffers: true }), key));
        return bytes === null ? undefined : { value: bytes };
      },
      set: (key, { value }: Stored, ttlMs) =>
        this.command((client) => client.set(key, value, { PX: Math.max(1, Math.round(ttlMs ?? 1)) })),
      del: async (key) => void (await this.command((client) => client.del(key))),
      ttl: (key) => this.command((client) => client.pTTL(key)),
      mget: unsupported,
      mset: unsupported,
      mdel: unsupported,
      keys: unsupported,
    };
  }
}

/** An error that Redis sent is an answer; any other says that none came. */
function isAnswer(error: unknown): boolean {
  return error instanceof ErrorReply;
}

function backoffMs(attempt: number): number {
  return Math.min(RETRY_MAX_MS, 25 * 2 ** Math.min(attempt, 10));
}
