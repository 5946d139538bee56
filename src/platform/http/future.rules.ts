/**
 * What has happened cannot lie ahead of us. Where on earth it happened is not always known, and a slip is by weeks or years: so the
 * rule is the last calendar date that has begun anywhere, in the time zone furthest ahead, 14 hours before UTC (IANA
 * Pacific/Kiritimati). Forms and imported files are held to the same.
 */
const FURTHEST_AHEAD_MS = 14 * 3_600_000;
const DAY_MS = 86_400_000;

/** The last calendar date ('YYYY-MM-DD') that has begun anywhere. */
export function latestDateAt(nowMs: number): string {
  return new Date(nowMs + FURTHEST_AHEAD_MS).toISOString().slice(0, 10);
}

/** Whether an instant lies after the end of `latestDate`. */
export function isAfter(latestDate: string, instantMs: number): boolean {
  return instantMs > Date.parse(latestDate) + DAY_MS;
}
