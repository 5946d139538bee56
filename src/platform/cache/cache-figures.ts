/** Hits and misses of one tier. */
export interface TierFigures {
  hits: number;
  misses: number;
  /** Share of look-ups that were hits, 0 to 1; 0 before the first. */
  hitRate: number;
}

/** What `/api/health/cache/stats` shows of this process, since its start. */
export interface CacheStats {
  l1: TierFigures & { entries: number; bytes: number };
  l2: TierFigures & { connected: boolean };
  /** Share of reads that needed no load. */
  hitRate: number;
  /** Tags whose version this process raised. */
  invalidations: number;
  /** Answers served stale because their load failed. */
  stale: number;
  kinds: Record<string, { l1: TierFigures; l2: TierFigures; hitRate: number }>;
}

class Counter {
  hits = 0;
  misses = 0;

  figures(): TierFigures {
    return { hits: this.hits, misses: this.misses, hitRate: rate(this.hits, this.hits + this.misses) };
  }
}

/** Counts what the tiers answer, by kind. The second tier is asked only after the first missed. */
export class KindFigures {
  readonly l1 = new Counter();
  readonly l2 = new Counter();
}

/** All counters of this process. */
export class CacheFigures {
  private readonly kinds = new Map<string, KindFigures>();
  invalidations = 0;
  stale = 0;

  of(kind: string): KindFigures {
    let figures = this.kinds.get(kind);
    if (!figures) this.kinds.set(kind, (figures = new KindFigures()));
    return figures;
  }

  stats(memory: { entries: number; bytes: number }, connected: boolean): CacheStats {
    const l1 = new Counter();
    const l2 = new Counter();
    const kinds: CacheStats['kinds'] = {};
    for (const [kind, figures] of this.kinds) {
      add(l1, figures.l1);
      add(l2, figures.l2);
      kinds[kind] = { l1: figures.l1.figures(), l2: figures.l2.figures(), hitRate: overall(figures.l1, figures.l2) };
    }
    return {
      l1: { ...l1.figures(), ...memory },
      l2: { ...l2.figures(), connected },
      hitRate: overall(l1, l2),
      invalidations: this.invalidations,
      stale: this.stale,
      kinds,
    };
  }
}

function add(sum: Counter, part: Counter): void {
  sum.hits += part.hits;
  sum.misses += part.misses;
}

function overall(l1: Counter, l2: Counter): number {
  return rate(l1.hits + l2.hits, l1.hits + l1.misses);
}

function rate(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
