import type { Readable } from 'node:stream';
import { Logger } from '@nestjs/common';
import CircuitBreaker from 'opossum';
import {
  type ListedObject,
  type ObjectStore,
  type PutOptions,
  StorageUnavailable,
  type StoredObject,
} from './object-store.js';

/** How long an open circuit leaves the store alone before one call tries again. */
const RETRY_MS = 5000;
const WINDOW_MS = 30_000;
/** So many calls within the window, half of them failed, open the circuit. */
const LEAST_CALLS = 3;
const FAILED_PERCENT = 50;

type Call = () => Promise<unknown>;

/**
 * A circuit breaker before a remote store. A bucket that hangs holds each upload for three attempts of half a minute; after a
 * few of those, callers are refused at once until one of them, or the readiness probe, gets an answer.
 * Faults of the caller (a missing object, a broken upload) do not count.
 */
export class GuardedStore implements ObjectStore {
  private readonly logger = new Logger('storage');
  private readonly breaker: CircuitBreaker<[Call]>;

  /** `onChange` is told whenever the circuit opens or closes. */
  constructor(
    private readonly store: ObjectStore,
    onChange: (isOpen: boolean) => void = () => undefined,
  ) {
    this.breaker = new CircuitBreaker((call: Call) => call(), {
      timeout: false,
      resetTimeout: RETRY_MS,
      rollingCountTimeout: WINDOW_MS,
      rollingPercentilesEnabled: false,
      volumeThreshold: LEAST_CALLS,
      errorThresholdPercentage: FAILED_PERCENT,
      errorFilter: (error) => !(error instanceof StorageUnavailable),
    });
    this.breaker.on('open', () => {
      this.logger.warn('the object store does not answer; files are refused until it does');
      onChange(true);
    });
    this.breaker.on('close', () => {
      this.logger.log('the object store answers again');
      onChange(false);
    });
  }

  put(key: string, source: AsyncIterable<Uint8Array>, options?: PutOptions): Promise<StoredObject> {
    return this.guard(() => this.store.put(key, source, options));
  }

  read(key: string, range?: { start?: number; end?: number }): Promise<Readable> {
    return this.guard(() => this.store.read(key, range));
  }

  localPath(key: string): string | undefined {
    return this.store.localPath(key);
  }

  size(key: string): Promise<number | undefined> {
    return this.guard(() => this.store.size(key));
  }

  delete(key: string): Promise<void> {
    return this.guard(() => this.store.delete(key));
  }

  async *list(prefix: string): AsyncIterable<ListedObject> {
    if (this.breaker.opened) throw refusal();
    yield* this.store.list(prefix);
  }

  /** Asks the store itself: the answer closes the circuit. */
  async check(): Promise<void> {
    await this.store.check();
    if (!this.breaker.closed) this.breaker.close();
  }

  private async guard<T>(call: () => Promise<T>): Promise<T> {
    try {
      return (await this.breaker.fire(call)) as T;
    } catch (error) {
      throw (error as { code?: unknown }).code === 'EOPENBREAKER' ? refusal() : error;
    }
  }
}

function refusal(): StorageUnavailable {
  return new StorageUnavailable(new Error('The circuit is open.'));
}
