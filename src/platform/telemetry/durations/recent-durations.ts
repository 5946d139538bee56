import { DurationHistogram } from './duration-histogram.js';

const SLICE_MS = 60_000;
/** The slice being filled and five whole ones: the last five to six minutes. */
const SLICES = 6;

/** The durations of the last five minutes: what alerts look at, since the hours before would hide a fault. */
export class RecentDurations {
  private readonly slices = Array.from({ length: SLICES }, () => new DurationHistogram());
  private current = 0;

  /** `now` is a clock in ms. */
  constructor(private readonly now: () => number = Date.now) {
    this.current = Math.floor(now() / SLICE_MS);
  }

  observe(durationMs: number): void {
    this.advance();
    this.slices[this.current % SLICES]?.observe(durationMs);
  }

  merged(): DurationHistogram {
    this.advance();
    const merged = new DurationHistogram();
    for (const slice of this.slices) merged.add(slice);
    return merged;
  }

  private advance(): void {
    const slice = Math.floor(this.now() / SLICE_MS);
    const steps = Math.min(slice - this.current, SLICES);
    for (let step = 0; step < steps; step++) this.slices[(slice - step) % SLICES]?.reset();
    if (steps > 0) this.current = slice;
  }
}
