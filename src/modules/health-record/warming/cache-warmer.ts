import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { ENV, type Env } from '../../../config/env.js';
import { notFound } from '../../../platform/http/problem.js';
import { Lifecycle } from '../../../platform/lifecycle/lifecycle.js';
import { WarmedAnswers } from './warmed-answers.js';
import { WarmingRepository } from './warming.repository.js';

const AFTER_START_MS = 5000;
const BATCH = 20;
/** Between batches, so that users' statements come first. With one statement at a time, warming takes a fraction of a core. */
const PAUSE_MS = 25;

/**
 * Fills the cache ahead of those who will ask: after start and hourly, by the scheduler alone, and when an operator says
 * so. It runs one statement at a time, pauses between patients, and stops when the process is to end.
 */
@Injectable()
export class CacheWarmer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('cache-warming');
  private running: Promise<number> | undefined;
  private starting: NodeJS.Timeout | undefined;

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly lifecycle: Lifecycle,
    private readonly repository: WarmingRepository,
    private readonly answers: WarmedAnswers,
  ) {}

  onApplicationBootstrap(): void {
    if (this.env.role === 'scheduler' && this.env.cache.warmingEnabled) {
      this.starting = setTimeout(() => this.warmAll(), AFTER_START_MS).unref();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.starting);
    await this.running;
  }

  @Cron(CronExpression.EVERY_HOUR)
  warmByTheClock(): void {
    if (this.env.cache.warmingEnabled) this.warmAll();
  }

  /** Begins to fill the cache for all who are likely to be asked for, unless that is under way. Nobody need wait for it. */
  warmAll(): void {
    this.running ??= this.run().finally(() => (this.running = undefined));
  }

  /** Fills the cache for one patient. @throws Problem 404 */
  async warmOne(patientId: string): Promise<void> {
    const [patient] = await this.repository.versionsOf([patientId]);
    if (!patient) throw notFound('patient');
    await this.answers.fill(patient);
  }

  /** How many patients were warmed. A failure ends the run: the next one begins anew, and the cache fills by use too. */
  private async run(): Promise<number> {
    let warmed = 0;
    try {
      const ids = await this.repository.worthWarming();
      for (let start = 0; start < ids.length && this.mayGoOn(); start += BATCH) {
        for (const patient of await this.repository.versionsOf(ids.slice(start, start + BATCH))) {
          if (!this.mayGoOn()) break;
          await this.answers.fill(patient);
          warmed++;
        }
        await sleep(PAUSE_MS, undefined, { ref: false });
      }
      this.logger.log(`the cache holds what is likely to be asked of ${warmed} patients`);
    } catch (error) {
      this.logger.warn(`warming ended after ${warmed} patients: ${error instanceof Error ? error.name : 'failed'}`);
    }
    return warmed;
  }

  private mayGoOn(): boolean {
    return !this.lifecycle.isDraining() && this.answers.isWorthwhile;
  }
}
