import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { RedisClientType } from 'redis';
import { type RedisStore, RedisUnavailable } from '../tiers/redis-store.js';

const CHANNEL = 'white-cross:events';
const IDS_PER_MESSAGE = 1000;
const RETRY_MS = 1000;

/** What happened to an id: its cached answers went stale, or its key was rotated or destroyed. */
export type Event = 'stale' | 'key-changed';

type Listener = (id: string) => void;

/**
 * Tells all processes which tags went stale, so that they free memory early and forget keys that were destroyed. It makes
 * nothing correct: entries of an old version are not found anyway, and a lost message costs a minute of memory.
 */
export class InvalidationBus {
  private readonly listeners: Record<Event, Listener[]> = { stale: [], 'key-changed': [] };
  private readonly log = new Logger(InvalidationBus.name);
  private subscriber: RedisClientType | undefined;
  private closed = false;

  constructor(private readonly store: RedisStore) {}

  /** Calls `listener` for each id that `event` happened to, in this process or another. */
  on(event: Event, listener: Listener): void {
    this.listeners[event].push(listener);
  }

  /** Tells this process at once, and the others as soon as Redis does; nobody waits for it. */
  announce(event: Event, ids: readonly string[]): void {
    this.tell(event, ids);
    for (let start = 0; start < ids.length; start += IDS_PER_MESSAGE) {
      void this.publish(event, ids.slice(start, start + IDS_PER_MESSAGE));
    }
  }

  /** Subscribes in the background, for as long as it takes. */
  start(): void {
    void this.subscribeUntilDone();
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.subscriber?.isOpen) await this.subscriber.disconnect();
  }

  private async publish(event: Event, ids: readonly string[]): Promise<void> {
    try {
      await this.store.command((client) => client.publish(CHANNEL, `${event} ${ids.join(',')}`));
    } catch (error) {
      if (!(error instanceof RedisUnavailable)) throw error;
      this.log.debug('What went stale was not announced to the other processes: Redis does not answer.');
    }
  }

  private async subscribeUntilDone(): Promise<void> {
    while (!this.closed) {
      const subscriber = this.store.duplicate();
      if (subscriber) {
        this.subscriber = subscriber;
        try {
          await subscriber.connect();
          await subscriber.subscribe(CHANNEL, (message) => this.hear(message));
          return;
        } catch (error) {
          this.log.debug(`Not subscribed yet: ${error instanceof Error ? error.message : 'failed'}`);
          if (subscriber.isOpen) await subscriber.disconnect();
        }
      }
      await sleep(RETRY_MS, undefined, { ref: false });
    }
  }

  private hear(message: string): void {
    const [event, ids = ''] = message.split(' ');
    if (event === 'stale' || event === 'key-changed') this.tell(event, ids.split(','));
  }

  private tell(event: Event, ids: readonly string[]): void {
    for (const listener of this.listeners[event]) for (const id of ids) listener(id);
  }
}
