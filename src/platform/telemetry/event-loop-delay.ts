import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { rounded } from './durations/duration-histogram.js';

/** How late the event loop was, in ms, since it was last asked. */
export interface EventLoopFigures {
  p50: number;
  p99: number;
  max: number;
}

const RESOLUTION_MS = 20;
const NS_PER_MS = 1e6;

/** The event loop's delay: what every request of the process waits for before anything else. */
@Injectable()
export class EventLoopDelay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  /** From here on: what starting up took is no delay of a request. */
  onApplicationBootstrap(): void {
    this.histogram.enable();
  }

  onApplicationShutdown(): void {
    this.histogram.disable();
  }

  /** The figures since the last reset. */
  read(): EventLoopFigures {
    return {
      p50: this.delay(this.histogram.percentile(50)),
      p99: this.delay(this.histogram.percentile(99)),
      max: this.delay(this.histogram.max),
    };
  }

  reset(): void {
    this.histogram.reset();
  }

  /** The timer's own interval is no delay. */
  private delay(ns: number): number {
    return this.histogram.count === 0 ? 0 : Math.max(0, rounded(ns / NS_PER_MS - RESOLUTION_MS));
  }
}
