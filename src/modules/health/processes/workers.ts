import { Injectable } from '@nestjs/common';
import type { ThreadPoolStats } from '../../../platform/threads/index.js';
import { ProcessBoard } from './process-board.js';
import type { ProcessSnapshot } from './process-snapshot.js';

/** The processes that run jobs, and everybody's threads. */
export interface WorkersView {
  /** Worker processes that told of themselves within the last 45 s. */
  workers: number;
  threads: ThreadPoolStats;
  processes: Pick<ProcessSnapshot, 'role' | 'host' | 'pid' | 'startedAt' | 'memory' | 'threads'>[];
}

/** Gathers who there is to do the heavy work. */
@Injectable()
export class Workers {
  constructor(private readonly board: ProcessBoard) {}

  async read(): Promise<WorkersView> {
    const all = await this.board.all();
    return {
      workers: all.filter(({ role }) => role === 'worker').length,
      threads: sumOf(all.map(({ threads }) => threads)),
      processes: all.map(({ role, host, pid, startedAt, memory, threads }) => ({
        role,
        host,
        pid,
        startedAt,
        memory,
        threads,
      })),
    };
  }
}

function sumOf(all: readonly ThreadPoolStats[]): ThreadPoolStats {
  const sum = { threads: 0, maxThreads: 0, running: 0, queued: 0, maxQueued: 0, completed: 0, utilization: 0 };
  for (const one of all) {
    sum.threads += one.threads;
    sum.maxThreads += one.maxThreads;
    sum.running += one.running;
    sum.queued += one.queued;
    sum.maxQueued += one.maxQueued;
    sum.completed += one.completed;
    sum.utilization += (one.utilization * one.threads) / Math.max(1, totalThreads(all));
  }
  return sum;
}

function totalThreads(all: readonly ThreadPoolStats[]): number {
  return all.reduce((total, { threads }) => total + threads, 0);
}
