import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Redis } from 'ioredis';
import { register } from 'prom-client';
import { ENV, type Env } from '../../../config/env.js';
import { REDIS } from '../../../platform/redis/redis.module.js';
import { EventLoopDelay } from '../../../platform/telemetry/event-loop-delay.js';
import { OwnFigures } from './own-figures.js';
import type { ProcessSnapshot } from './process-snapshot.js';

const PUBLISH_EVERY_MS = 10_000;
/** A process that was silent for so long has ended. */
const FORGOTTEN_AFTER_MS = 45_000;
const HASH_TTL_SECONDS = 300;
/** Raise it when a member of `ProcessSnapshot` changes, so that releases side by side do not misread each other. */
const SHAPE = 1;

/** One metric as prom-client hands it to another process. */
export type MetricJson = Awaited<ReturnType<typeof register.getMetricsAsJSON>>[number];

/** The metrics of a process that nobody can scrape, since it serves no HTTP. */
export interface PublishedMetrics {
  role: string;
  metrics: MetricJson[];
}

/**
 * Where every process of the service tells how it is doing, so that any api can show the whole: one small hash in Redis, a
 * field for each process. Without Redis each process still shows itself.
 */
@Injectable()
export class ProcessBoard implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('processes');
  private readonly key: string;
  private publishing: NodeJS.Timeout | undefined;

  constructor(
    @Inject(ENV) private readonly env: Env,
    @Inject(REDIS) private readonly redis: Redis,
    private readonly own: OwnFigures,
    private readonly eventLoop: EventLoopDelay,
  ) {
    // The database's name keeps installations apart that share a Redis; the braces, both keys in one slot of a cluster.
    this.key = `white-cross:{processes:${new URL(env.database.url).pathname.slice(1)}}:${SHAPE}`;
  }

  onApplicationBootstrap(): void {
    this.publishing = setInterval(() => void this.publish(), PUBLISH_EVERY_MS).unref();
    if (this.redis.status === 'ready') void this.publish();
    else this.redis.once('ready', () => void this.publish());
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.publishing);
    await this.attempt(() =>
      this.redis.pipeline().hdel(this.key, this.own.id).hdel(this.metricsKey, this.own.id).exec(),
    );
  }

  /** This process as it is now, and the others as they last told; this one first. */
  async all(): Promise<ProcessSnapshot[]> {
    const others = await this.others<ProcessSnapshot>(this.key);
    return [this.own.snapshot(), ...others];
  }

  /** The metrics of the processes without HTTP. */
  scrapedForOthers(): Promise<PublishedMetrics[]> {
    return this.others<PublishedMetrics & { id: string; at: string }>(this.metricsKey);
  }

  /** Tells the others of this process now. */
  async publish(): Promise<void> {
    const snapshot = this.own.snapshot();
    this.eventLoop.reset();
    const { id, role, at } = snapshot;
    const pipeline = this.redis.pipeline();
    pipeline.hset(this.key, id, JSON.stringify(snapshot)).expire(this.key, HASH_TTL_SECONDS);
    if (this.env.role !== 'api') {
      const metrics = await register.getMetricsAsJSON();
      pipeline.hset(this.metricsKey, id, JSON.stringify({ id, role, at, metrics }));
      pipeline.expire(this.metricsKey, HASH_TTL_SECONDS);
    }
    await this.attempt(() => pipeline.exec());
  }

  private get metricsKey(): string {
    return `${this.key}:metrics`;
  }

  private async others<Told extends { id: string; at: string }>(key: string): Promise<Told[]> {
    const fields = (await this.attempt(() => this.redis.hgetall(key))) ?? {};
    const told = Object.values(fields).map((text) => JSON.parse(text) as Told);
    const isSilent = ({ at }: Told) => Date.now() - Date.parse(at) > FORGOTTEN_AFTER_MS;
    const silent = told.filter(isSilent).map(({ id }) => id);
    if (silent.length > 0) await this.attempt(() => this.redis.hdel(key, ...silent));
    return told.filter((one) => one.id !== this.own.id && !isSilent(one));
  }

  /** Redis may be away at any time; the figures of this process are then all there is. */
  private async attempt<T>(command: () => Promise<T>): Promise<T | undefined> {
    try {
      return await command();
    } catch (error) {
      this.logger.debug(`Redis did not answer: ${error instanceof Error ? error.name : 'failed'}`);
      return undefined;
    }
  }
}
