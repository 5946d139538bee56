/** What an answer depends on besides its route, parameters and query. */
export type Vary = 'role' | 'organization' | 'person';

/** How a route's answers are cached. */
export interface CachedRule {
  /** The word under which the figures are counted. */
  readonly kind: string;
  /** Seconds in Redis, jittered by 10 %; REDIS_TTL_DEFAULT when absent. */
  readonly ttlSeconds?: number;
  /**
   * Whose version makes an answer stale: the patient's that the route names (default), the caller's organization's (raised by
   * every change in it and below), or nobody's: by time alone.
   */
  readonly tag?: 'patient' | 'organization' | 'time';
  readonly vary?: readonly Vary[];
  /** One load at a time across all processes, for what takes long. */
  readonly costly?: boolean;
  /** Whether an older answer may stand in when the load fails; it says `X-Cache: STALE`. */
  readonly staleOnError?: boolean;
}

export const CACHED_RULE = 'white-cross:cached';
