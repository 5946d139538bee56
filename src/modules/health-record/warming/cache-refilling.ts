import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ENV, type Env } from '../../../config/env.js';
import { TieredCache } from '../../../platform/cache/index.js';
import { WarmedAnswers } from './warmed-answers.js';
import { WarmingRepository } from './warming.repository.js';

/** What is written together is so loaded once, and mostly after the writer's own page. */
const EVERY_MS = 100;
/** Patients that may wait to be loaded; beyond it they are loaded when they are asked for, as ever. */
const WAITING_MAX = 200;
/** Share of its time that the event loop may spend on users; above it what is stale waits. */
const BUSY = 0.7;

/**
 * Loads again what a write made stale, where somebody has looked at it within the last minute: whoever sees a patient now is likely
 * to look again, and finds the new state without waiting. It loads one answer at a time and nothing while the process is busy, so that
 * no user waits for it either. With every third request of a school day a write, without it two of five reads were misses.
 */
@Injectable()
export class CacheRefilling implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('cache-refilling');
  private stale = new Map<string, ReadonlySet<string>>();
  private ticking: NodeJS.Timeout | undefined;
  private utilizationBefore = performance.eventLoopUtilization();
  private running: Promise<void> | undefined;

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly cache: TieredCache,
    private readonly repository: WarmingRepository,
    private readonly answers: WarmedAnswers,
  ) {}

  /** The clock is nobody's request: what is loaded by it counts for none. */
  onApplicationBootstrap(): void {
    if (this.env.role !== 'api' || !this.env.cache.warmingEnabled) return;
    this.cache.onFreed((tag, kinds) => this.note(tag, kinds));
    this.ticking = setInterval(() => this.tick(), EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.ticking);
    await this.running;
  }

  private note(tag: string, kinds: ReadonlySet<string>): void {
    if (!this.stale.has(tag) && this.stale.size >= WAITING_MAX) return;
    this.stale.set(tag, new Set([...kinds, ...(this.stale.get(tag) ?? [])]));
  }

  private tick(): void {
    const { utilizationBefore } = this;
    this.utilizationBefore = performance.eventLoopUtilization();
    if (this.stale.size === 0 || this.running) return;
    const { utilization } = performance.eventLoopUtilization(this.utilizationBefore, utilizationBefore);
    if (utilization <= BUSY) this.running = this.refill();
  }

  private async refill(): Promise<void> {
    const { stale } = this;
    this.stale = new Map();
    try {
      await this.load(stale);
    } catch (error) {
      this.logger.debug(`what was stale waits to be asked for: ${error instanceof Error ? error.name : 'failed'}`);
    } finally {
      this.running = undefined;
    }
  }

  /** Tags that are no patients, such as organizations, are not found and fall away. */
  private async load(stale: ReadonlyMap<string, ReadonlySet<string>>): Promise<void> {
    for (const patient of await this.repository.versionsOf([...stale.keys()])) {
      await this.answers.fill(patient, stale.get(patient.id));
    }
  }
}
