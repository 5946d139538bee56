import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { AppModule } from './app.module.js';
import type { Env } from './config/env.js';
import { Lifecycle } from './platform/lifecycle/lifecycle.js';
import { ProcessLogger } from './platform/lifecycle/process-logger.js';
import { waitToLead } from './supervisor/leadership.js';
import type { RunningProcess } from './supervisor/process-life.js';

/** The application with its clock running: only here do `@Cron` and `@Interval` methods fire. */
@Module({})
class SchedulerModule {
  static forRoot(env: Env): DynamicModule {
    return { module: SchedulerModule, imports: [AppModule.forRoot(env), ScheduleModule.forRoot()] };
  }
}

/**
 * The process that starts what is due by the clock. Any number may run; all but one wait, and the first to hear that the
 * leader's connection is gone takes over. A leader that loses its own connection ends at once, for another now leads.
 */
export async function createScheduler(env: Env): Promise<RunningProcess> {
  const logger = new ProcessLogger(env);
  const ending = new AbortController();
  let app: INestApplicationContext | undefined;

  const lead = async (): Promise<void> => {
    const leadership = await waitToLead(env.database.migrationUrl, ending.signal);
    if (!leadership) return;
    logger.log('leads the schedule');
    app = await NestFactory.createApplicationContext(SchedulerModule.forRoot(env), { logger, abortOnError: false });
    const reason = await leadership.ended;
    if (ending.signal.aborted) return;
    logger.warn(`leads no longer, for its connection to PostgreSQL was lost: ${reason}`);
    throw new Error('leadership lost');
  };

  const failed = lead();
  const stop = async (): Promise<void> => {
    // Only a leader has begun anything; one that is still becoming it can simply go.
    if (app) {
      app.get(Lifecycle).beginDraining();
      await app.close();
    }
    ending.abort();
  };
  return { stop, failed };
}
