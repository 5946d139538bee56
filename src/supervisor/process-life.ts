import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Env } from '../config/env.js';
import { ProcessLogger } from '../platform/lifecycle/process-logger.js';
import { releaseStartupMemory } from './startup-memory.js';

/** A process that has started. */
export interface RunningProcess {
  /** Where it listens, if it does. */
  url?: string;
  /** Ends it in good order. */
  stop(): Promise<void>;
  /** Milliseconds that its end may take over the time to drain, for what it must itself wait for. */
  stopMarginMs?: number;
  /** Rejects when it can no longer do its work. */
  failed?: Promise<void>;
}

/** What a supervised process tells its supervisor once it does its work. */
export interface ReadyMessage {
  ready: true;
  url?: string;
}

/** Starts a process; `ending` aborts when it is asked to end before it has started. */
export type CreateProcess = (env: Env, ending: AbortSignal) => Promise<RunningProcess>;

/**
 * Lives the life of one process: start, work, and on SIGTERM, SIGINT or the supervisor's death a graceful end within
 * DRAIN_TIMEOUT. What is left of a process that met an unforeseen error is not trusted: it ends, and is started anew.
 *
 * @throws what `create` throws
 */
export async function live(env: Env, create: CreateProcess): Promise<void> {
  const log = new ProcessLogger(env);
  const fail = (error: unknown): void => {
    log.fatal(`ends after an unforeseen error: ${outline(error)}`);
    process.exit(1);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  const ending = endingSignal();
  const running = await create(env, ending).catch((error: unknown) => {
    if (ending.aborted) process.exit(0);
    throw error;
  });
  running.failed?.catch(fail);
  announce(running);
  await releaseStartupMemory();
  if (!ending.aborted) await once(ending, 'abort');
  await endInTime(running, env, log);
  process.exit(0);
}

/** A supervised process takes its orders from the supervisor alone, though Ctrl-C reaches the whole group. */
function endingSignal(): AbortSignal {
  const controller = new AbortController();
  const end = (): void => controller.abort();
  const isSupervised = process.channel !== undefined && process.channel !== null;
  process.on('SIGTERM', end);
  process.on('SIGHUP', end);
  process.on('SIGINT', isSupervised ? () => undefined : end);
  if (isSupervised) process.on('disconnect', end);
  return controller.signal;
}

function announce({ url }: RunningProcess): void {
  const message: ReadyMessage = { ready: true, url };
  process.send?.(message);
  // Written now, since a process that is killed writes nothing at its end.
  flushCompileCache();
}

async function endInTime(running: RunningProcess, env: Env, log: ProcessLogger): Promise<void> {
  const limitMs = env.http.drainDelayMs + env.http.drainTimeoutMs + (running.stopMarginMs ?? 0);
  const outcome = await Promise.race([
    running.stop().then(
      () => 'ended',
      (error: unknown) => `ended with an error: ${outline(error)}`,
    ),
    sleep(limitMs, `was cut off ${limitMs} ms after it was asked to end`),
  ]);
  if (outcome !== 'ended') log.warn(outcome);
}

/** Where an error came from, without its message: that may quote a value. */
function outline(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as NodeJS.ErrnoException;
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  return [`${error.name}${code === undefined ? '' : ` ${code}`}`, ...frames].join('\n');
}
