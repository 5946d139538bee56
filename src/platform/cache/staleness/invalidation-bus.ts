import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { RedisClientType } from 'redis';
import { type RedisStore, RedisUnavailable } from '../tiers/redis-store.js';

const CHANNEL = 'white-cross:stale';
const TAGS_PER_MESSAGE = 1000;
const RETRY_MS = 1000;

type Listener = (tag: string) => void;

/**
 * Tells all processes which tags went stale, so that they free memory early and forget keys that were destroyed. It makes
 * nothing correct: entries of an old version are not found anyway, and a lost message costs a minute of memory.
 */
export class InvalidationBus {
  private readonly listeners: Listener[] = [];
  private readonly log = new Logger(InvalidationBus.name);
  private subscriber: RedisClientType | undefined;
  private closed = false;

  constructor(private readonly store: RedisStore) {}

  /** Calls `listener` for each stale tag, of this process and of others. */
  onStale(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** Tells this process at once, and the others as soon as Redis does; nobody waits for it. */
  announce(tags: readonly string[]): void {
    for (const tag of tags) this.tell(tag);
    for (let start = 0; start < tags.length; start += TAGS_PER_MESSAGE) {
      void this.publish(tags.slice(start, start + TAGS_PER_MESSAGE));
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

  private async publish(tags: readonly string[]): Promise<void> {
    try {
      await this.store.command((client) => client.publish(CHANNEL, tags.join(',')));
    } catch (error) {
      if (!(error instanceof RedisUnavailable)) throw error;
      this.log.debug('Stale tags were not announced to the other processes: Redis does not answer.');
    }
  }

  private async subscribeUntilDone(): Promise<void> {
    while (!this.closed) {
      const subscriber = this.store.duplicate();
      if (subscriber) {
        this.subscriber = subscriber;
        try {
          await subscriber.connect();
          await subscriber.subscribe(CHANNEL, (message) => message.split(',').forEach((tag) => this.tell(tag)));
          return;
        } catch (error) {
          this.log.debug(`Not subscribed yet: ${error instanceof Error ? error.message : 'failed'}`);
          if (subscriber.isOpen) await subscriber.disconnect();
        }
      }
      await sleep(RETRY_MS, undefined, { ref: false });
    }
  }

  private tell(tag: string): void {
    for (const listener of this.listeners) listener(tag);
  }
}
