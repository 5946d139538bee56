import { Logger } from '@nestjs/common';
import type { QueueOptions } from 'bull';
import { Redis } from 'ioredis';

const LOCK_MS = 300_000;

/** The Redis connections of all queues of a process: one to publish and one to listen on, shared; one each to block on. */
export class BullConnections {
  private readonly logger = new Logger('Queue');
  private readonly shared = new Map<string, Redis>();
  private readonly open = new Set<Redis>();

  constructor(
    private readonly url: string,
    private readonly databaseUrl: string,
  ) {}

  /**
   * What every key of a queue begins with. The braces are a Redis Cluster hash tag: Bull's scripts touch several keys of a
   * queue, which must lie in one slot. The database's name keeps installations apart that share a Redis: a nudge taken by
   * the wrong one would be lost until the next sweep.
   */
  prefixOf(queue: string): string {
    return `{${queue}:${new URL(this.databaseUrl).pathname.slice(1)}}`;
  }

  /**
   * Settings that every queue shares. The lock outlasts any pause of the event loop, and a job is never given up for having
   * stalled: both are decided by the lease in Postgres.
   */
  options(): QueueOptions {
    return {
      createClient: (type) => (type === 'bclient' ? this.connect() : this.sharedConnection(type)),
      settings: {
        lockDuration: LOCK_MS,
        lockRenewTime: LOCK_MS / 4,
        stalledInterval: 60_000,
        maxStalledCount: 1_000_000,
      },
    };
  }

  /** Drops all connections, whatever state they are in. */
  close(): void {
    for (const client of this.open) client.disconnect();
    this.open.clear();
  }

  private sharedConnection(type: string): Redis {
    const client = this.shared.get(type) ?? this.connect();
    this.shared.set(type, client);
    return client;
  }

  private connect(): Redis {
    const client = new Redis(this.url, {
      // Bull demands these two of connections that block.
      maxRetriesPerRequest: null,
      enableReadyCheck: false,
      disconnectTimeout: 500,
      retryStrategy: (times) => Math.min(times * 100, 2000),
    });
    let isAway = false;
    client.on('error', (error: Error & { code?: string }) => {
      if (!isAway) this.logger.warn(`Redis is away (${error.code ?? error.name}); jobs are found by the sweep`);
      isAway = true;
    });
    client.on('ready', () => {
      isAway = false;
    });
    this.open.add(client);
    return client;
  }
}
