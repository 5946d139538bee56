import { availableParallelism } from 'node:os';
import type { Transferable } from 'node:worker_threads';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import { ENV, type Env } from '../../config/env.js';
import { Problem } from '../http/problem.js';

/** How many tasks may wait for a thread, for each thread. */
const QUEUE_PER_THREAD = 64;
const IDLE_TIMEOUT_MS = 30_000;
/** A task that holds more than this is in error; it ends alone and its thread is replaced. */
const HEAP_LIMIT_MB = 256;
/** Threads work on typed arrays, which lie outside the heap; the 32 MB that V8 would take for young objects stay empty. */
const YOUNG_LIMIT_MB = 8;
/** Specs run from TypeScript, and threads started there need hooks that compile it; built code needs no such thing. */
const RUNS_FROM_SOURCE = import.meta.url.endsWith('.ts');
const SOURCE_LOADER = new URL('../../../scripts/source-loader.mjs', import.meta.url);

/** What an operator sees of the threads. */
export interface ThreadPoolStats {
  threads: number;
  maxThreads: number;
  running: number;
  queued: number;
  maxQueued: number;
  completed: number;
  /** Share of the threads' time that was spent working, 0 to 1. */
  utilization: number;
}

/** No thread is free and the queue is full. */
export class ThreadsBusy extends Problem {
  constructor() {
    super(503, 'dependency-unavailable', 'The service is too busy for this now. Try again shortly.', undefined, {
      'Retry-After': '5',
    });
  }
}

/** How a task is given to a thread. */
export interface ThreadRun {
  /** Ends the task; its thread is stopped with it. */
  signal?: AbortSignal;
  /** What moves to the thread instead of being copied: ports, array buffers. */
  transfer?: readonly Transferable[];
}

/**
 * Runs pure functions in worker threads: parsing, hashing, statistics over thousands of points. A round trip takes about
 * 100 us, so give it blocks of work, never rows. The queue is bounded; beyond it callers are told to come back.
 */
@Injectable()
export class ThreadPool implements OnApplicationShutdown {
  private readonly maxThreads: number;
  private pool: Piscina | undefined;
  private completed = 0;

  constructor(@Inject(ENV) { worker }: Env) {
    this.maxThreads = worker.threads > 0 ? worker.threads : Math.max(1, availableParallelism() - 1);
  }

  /**
   * Runs the default export of a file with `input`. Name the file as `new URL('./x.thread.js', import.meta.url)`.
   *
   * @throws ThreadsBusy when the queue is full, the signal's reason when it fires, else what the function throws
   */
  async run<Output>(file: URL, input: unknown, { signal, transfer = [] }: ThreadRun = {}): Promise<Output> {
    signal?.throwIfAborted();
    const pool = (this.pool ??= this.start());
    if (pool.queueSize >= this.maxQueued) throw new ThreadsBusy();
    try {
      const output = (await pool.run(input, {
        filename: RUNS_FROM_SOURCE ? file.href.replace(/\.js$/, '.ts') : file.href,
        transferList: transfer as never,
        ...(signal ? { signal } : {}),
      })) as Output;
      this.completed++;
      return output;
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  }

  /** The figures of this process's threads. */
  stats(): ThreadPoolStats {
    return {
      threads: this.pool?.threads.length ?? 0,
      maxThreads: this.maxThreads,
      running: this.pool ? this.pool.threads.length - this.pool.idleThreads : 0,
      queued: this.pool?.queueSize ?? 0,
      maxQueued: this.maxQueued,
      completed: this.completed,
      utilization: this.pool?.utilization ?? 0,
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.destroy();
    this.pool = undefined;
  }

  private get maxQueued(): number {
    return this.maxThreads * QUEUE_PER_THREAD;
  }

  private start(): Piscina {
    return new Piscina({
      minThreads: 0,
      maxThreads: this.maxThreads,
      maxQueue: this.maxQueued,
      idleTimeout: IDLE_TIMEOUT_MS,
      recordTiming: true,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB, maxYoungGenerationSizeMb: YOUNG_LIMIT_MB },
      ...(RUNS_FROM_SOURCE ? { execArgv: ['--import', SOURCE_LOADER.href] } : {}),
    });
  }
}
