/** The upper bounds that Prometheus is told, in ms: from one index look-up to what nobody waits for. */
export const EXPORTED_BOUNDS_MS: readonly number[] = [
  0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000,
];
/** Finer buckets inside each exported one, so that a percentile is right to about a tenth of its value. */
const FINER = 5;
const FIRST_BOUND_MS = 0.02;

const BOUNDS = boundsOf([FIRST_BOUND_MS, ...EXPORTED_BOUNDS_MS]);

/** What an operator reads of a histogram, in ms. */
export interface DurationFigures {
  count: number;
  avg: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

/**
 * Counts durations in fixed buckets: 350 bytes and some 20 ns an observation, whatever the traffic. Percentiles are
 * interpolated within a bucket and never exceed the longest duration seen.
 */
export class DurationHistogram {
  private readonly counts = new Uint32Array(BOUNDS.length + 1);
  count = 0;
  sumMs = 0;
  maxMs = 0;

  observe(durationMs: number): void {
    const bucket = bucketOf(durationMs);
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.count++;
    this.sumMs += durationMs;
    if (durationMs > this.maxMs) this.maxMs = durationMs;
  }

  /** Takes another's observations in. */
  add(other: DurationHistogram): void {
    for (let bucket = 0; bucket < this.counts.length; bucket++) {
      this.counts[bucket] = (this.counts[bucket] ?? 0) + (other.counts[bucket] ?? 0);
    }
    this.count += other.count;
    this.sumMs += other.sumMs;
    this.maxMs = Math.max(this.maxMs, other.maxMs);
  }

  reset(): void {
    this.counts.fill(0);
    this.count = this.sumMs = this.maxMs = 0;
  }

  /** The duration that a share of `fraction` (0 to 1) did not exceed; 0 when nothing was observed. */
  percentile(fraction: number): number {
    if (this.count === 0) return 0;
    const rank = fraction * this.count;
    let below = 0;
    for (let bucket = 0; bucket < this.counts.length; bucket++) {
      const inside = this.counts[bucket] ?? 0;
      if (inside > 0 && below + inside >= rank) {
        const from = BOUNDS[bucket - 1] ?? 0;
        const to = Math.min(BOUNDS[bucket] ?? this.maxMs, this.maxMs);
        return from + (Math.max(to - from, 0) * (rank - below)) / inside;
      }
      below += inside;
    }
    return this.maxMs;
  }

  figures(): DurationFigures {
    return {
      count: this.count,
      avg: rounded(this.count === 0 ? 0 : this.sumMs / this.count),
      p50: rounded(this.percentile(0.5)),
      p95: rounded(this.percentile(0.95)),
      p99: rounded(this.percentile(0.99)),
      max: rounded(this.maxMs),
    };
  }

  /** How many observations did not exceed each of `EXPORTED_BOUNDS_MS`. */
  cumulative(): number[] {
    const totals: number[] = [];
    let total = this.counts[0] ?? 0;
    EXPORTED_BOUNDS_MS.forEach((_, index) => {
      for (let step = 1; step <= FINER; step++) total += this.counts[index * FINER + step] ?? 0;
      totals.push(total);
    });
    return totals;
  }
}

/** Milliseconds as people read them: three places below ten, one above. */
export function rounded(ms: number): number {
  const places = ms < 10 ? 1000 : 10;
  return Math.round(ms * places) / places;
}

/** Geometric steps, so that the error is the same share of the value everywhere. */
function boundsOf(anchors: readonly number[]): Float64Array {
  const bounds = [FIRST_BOUND_MS];
  for (let index = 1; index < anchors.length; index++) {
    const [from = 0, to = 0] = [anchors[index - 1], anchors[index]];
    for (let step = 1; step < FINER; step++) bounds.push(from * (to / from) ** (step / FINER));
    bounds.push(to);
  }
  return Float64Array.from(bounds);
}

/** Index of the first bound that is not below `durationMs`. */
function bucketOf(durationMs: number): number {
  let low = 0;
  let high = BOUNDS.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((BOUNDS[middle] ?? Infinity) < durationMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
