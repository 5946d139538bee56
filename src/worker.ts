import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import type { Env } from './config/env.js';
import { workInBackground } from './platform/lifecycle/background-priority.js';
import { Lifecycle } from './platform/lifecycle/lifecycle.js';
import { ProcessLogger } from './platform/lifecycle/process-logger.js';
import type { RunningProcess } from './supervisor/process-life.js';

/** The process that runs jobs. At its end, work in hand commits its chunk or rolls back, and is given back to the queue. */
export async function createWorker(env: Env): Promise<RunningProcess> {
  // Jobs take what processor time requests leave over: where the two share a machine, a clinician does not wait for an import.
  workInBackground();
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(env), {
    logger: new ProcessLogger(env),
    abortOnError: false,
  });
  const stop = async (): Promise<void> => {
    app.get(Lifecycle).beginDraining();
    await app.close();
  };
  return { stop };
}
