import type { RateLimiterAbstract } from 'rate-limiter-flexible';

/** What is known of one caller within the current minute. */
interface Caller {
  /** Requests of all processes as Redis last told. */
  shared: number;
  /** Requests of this process since. */
  own: number;
  /** When the window ends, ms since 1970. */
  until: number;
}

const MINUTE_MS = 60_000;
/** Beyond this many callers the oldest are forgotten: an attacker with many addresses must not fill the memory. */
const MOST_CALLERS = 100_000;

/**
 * Counts requests a minute by caller, in memory, and settles the counts with the other processes through Redis once a
 * second: no request waits for Redis or costs it a command. A caller can so exceed the limit by what all processes
 * admit in that second; without Redis each process holds to the limit by itself.
 */
export class RequestCounts {
  private readonly callers = new Map<string, Caller>();
  private readonly dirty = new Set<string>();

  constructor(
    private readonly limit: number,
    private readonly shared: Pick<RateLimiterAbstract, 'penalty'>,
    private readonly now: () => number = Date.now,
  ) {}

  /** Counts one request. Seconds until the caller may come again, or undefined when it is within the limit. */
  count(key: string): number | undefined {
    const caller = this.callerOf(key);
    caller.own++;
    this.dirty.add(key);
    return this.refusal(caller);
  }

  /** The same without counting. */
  check(key: string): number | undefined {
    const caller = this.callers.get(key);
    return caller && caller.until > this.now() ? this.refusal({ ...caller, own: caller.own + 1 }) : undefined;
  }

  /** Tells Redis what was counted since the last time, and learns what the others counted. */
  async settle(): Promise<void> {
    const keys = [...this.dirty];
    this.dirty.clear();
    await Promise.all(keys.map((key) => this.settleOne(key)));
  }

  private async settleOne(key: string): Promise<void> {
    const caller = this.callers.get(key);
    if (!caller || caller.own === 0) return;
    const told = caller.own;
    const { consumedPoints, msBeforeNext } = await this.shared.penalty(key, told);
    caller.shared = consumedPoints;
    caller.own -= told;
    if (msBeforeNext > 0) caller.until = this.now() + msBeforeNext;
  }

  private refusal({ shared, own, until }: Caller): number | undefined {
    return shared + own > this.limit ? Math.max(1, Math.ceil((until - this.now()) / 1000)) : undefined;
  }

  private callerOf(key: string): Caller {
    const known = this.callers.get(key);
    if (known && known.until > this.now()) return known;
    const caller = { shared: 0, own: 0, until: this.now() + MINUTE_MS };
    this.callers.delete(key);
    this.callers.set(key, caller);
    const [oldest] = this.callers.keys();
    if (this.callers.size > MOST_CALLERS && oldest !== undefined) this.callers.delete(oldest);
    return caller;
  }
}
