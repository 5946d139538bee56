import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { Env } from './config/env.js';
import { createHttpApplication } from './platform/http/http-application.js';
import { Lifecycle } from './platform/lifecycle/lifecycle.js';
import { ProcessLogger } from './platform/lifecycle/process-logger.js';
import { drainable } from './supervisor/http-drain.js';
import { listen } from './supervisor/listen.js';
import type { RunningProcess } from './supervisor/process-life.js';

/** The HTTP process. It ends in the order that loses nothing: unready, deaf to new connections, requests done, pools closed. */
export async function createApi(env: Env): Promise<RunningProcess> {
  Logger.overrideLogger(new ProcessLogger(env));
  const app = await createHttpApplication(AppModule.forRoot(env), env);
  const drain = drainable(app.getHttpServer());
  const url = await listen(app, env.http);
  return { url, stop: () => stop(app, env, drain) };
}

async function stop(app: NestFastifyApplication, env: Env, drain: () => void): Promise<void> {
  app.get(Lifecycle).beginDraining();
  await sleep(env.http.drainDelayMs);
  drain();
  // Nest's own `close` would end the modules first, under the feet of the requests in flight.
  await app.getHttpAdapter().getInstance().close();
  await app.close();
}
