/** Offsets change on quarter hours at most, so one is good for its whole quarter hour. */
const QUARTER_MS = 900_000;
const REMEMBERED_MAX = 20_000;

/**
 * Turns wall-clock times of one IANA time zone into instants. `Intl` takes 2 us a look-up, so offsets are remembered;
 * a wall-clock time that a spring-forward skips is read as if the clock had not been changed yet.
 */
export class TimeZone {
  private readonly format: Intl.DateTimeFormat;
  private readonly offsets = new Map<number, number>();

  constructor(readonly name: string) {
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** The instant (ms) at which a clock on the wall shows `wallClockMs`, which is that reading taken as UTC. */
  toInstant(wallClockMs: number): number {
    const guess = wallClockMs - this.offsetAt(wallClockMs);
    return wallClockMs - this.offsetAt(guess);
  }

  private offsetAt(instantMs: number): number {
    const quarter = Math.floor(instantMs / QUARTER_MS);
    const known = this.offsets.get(quarter);
    if (known !== undefined) return known;
    const offset = this.measure(quarter * QUARTER_MS);
    if (this.offsets.size >= REMEMBERED_MAX) this.offsets.clear();
    this.offsets.set(quarter, offset);
    return offset;
  }

  private measure(instantMs: number): number {
    const part = new Map(this.format.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]));
    const of = (name: Intl.DateTimeFormatPartTypes): number => part.get(name) ?? 0;
    return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - instantMs;
  }
}
