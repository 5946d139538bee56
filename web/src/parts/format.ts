/** How dates, ages and numbers are written. Calendar dates never pass through a time zone. */

const CALENDAR = new Intl.DateTimeFormat('en', { day: '2-digit', month: 'short', year: 'numeric', timeZone: 'UTC' });
/** Making a formatter costs a third of a millisecond, using one a thousandth: they are made once for each zone. */
const NUMBER = new Intl.NumberFormat('en');
let zone: string | undefined;
let instantFormat = instants(zone);
let wallFormat = wallClocks(zone);

function instants(timeZone: string | undefined): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en', {
    day: '2-digit',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(timeZone ? { timeZone } : {}),
  });
}

function wallClocks(timeZone: string | undefined): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-CA', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...(timeZone ? { timeZone } : {}),
  });
}

/** From now on instants are shown in the organization's time zone; without one, in the browser's. */
export function showZone(timeZone: string | undefined): void {
  if (timeZone === zone) return;
  zone = timeZone;
  instantFormat = instants(timeZone);
  wallFormat = wallClocks(timeZone);
}

/** A calendar date, `YYYY-MM-DD`, as “05 Mar 2014”. */
export function calendarDate(date: string | null | undefined): string {
  if (!date) return '—';
  return CALENDAR.format(new Date(`${date.slice(0, 10)}T00:00:00Z`));
}

/** An instant as date and time in the organization's zone. */
export function instant(value: string | null | undefined): string {
  return value ? instantFormat.format(new Date(value)) : '—';
}

/** The time of day of an instant in the organization's zone, “14:05”. */
export function timeOfDay(value: string): string {
  return wallClock(new Date(value)).slice(11, 16);
}

/** What an `<input type="datetime-local">` shows for an instant: the wall clock where the organization is. */
export function wallClock(at: Date): string {
  const parts = wallFormat.formatToParts(at);
  const part = (type: string): string => parts.find((candidate) => candidate.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}`;
}

/** The instant of a wall-clock time where the organization is; in the hour that a clock repeats, one of the two. */
export function instantOf(local: string): string {
  const wanted = Date.parse(`${local}Z`);
  let at = wanted;
  // The offset at the guess may differ from the offset at the answer; the second round settles it.
  for (let round = 0; round < 2; round += 1) at += wanted - Date.parse(`${wallClock(new Date(at))}Z`);
  return new Date(at).toISOString();
}

/** Today's calendar date where the organization is. */
export function today(): string {
  return wallClock(new Date()).slice(0, 10);
}

/** Whole months between two calendar dates. */
export function monthsBetween(from: string, to: string): number {
  const [y1 = 0, m1 = 0, d1 = 0] = from.slice(0, 10).split('-').map(Number);
  const [y2 = 0, m2 = 0, d2 = 0] = to.slice(0, 10).split('-').map(Number);
  return (y2 - y1) * 12 + (m2 - m1) - (d2 < d1 ? 1 : 0);
}

/** Age as a clinic says it: in months under two years, then in years. */
export function age(birthDate: string, on = today()): string {
  const months = monthsBetween(birthDate, on);
  if (months < 24) return `${months} mo`;
  return `${Math.floor(months / 12)} y`;
}

/** “3 min ago”; for figures whose age matters more than their moment. */
export function ago(value: string | number, now = Date.now()): string {
  const seconds = Math.max(0, Math.round((now - new Date(value).getTime()) / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

export function count(value: number | null | undefined): string {
  return value == null ? '—' : NUMBER.format(value);
}

/** A measured value with at most so many decimals, without trailing zeros. */
export function decimal(value: number | null | undefined, digits = 1): string {
  return value == null ? '—' : String(Number(value.toFixed(digits)));
}

export function bytes(value: number | null | undefined): string {
  if (value == null) return '—';
  if (value < 1024) return `${value} B`;
  if (value < 1024 ** 2) return `${decimal(value / 1024)} KB`;
  if (value < 1024 ** 3) return `${decimal(value / 1024 ** 2)} MB`;
  return `${decimal(value / 1024 ** 3)} GB`;
}

/** A duration in milliseconds as a person reads it. */
export function duration(ms: number | null | undefined): string {
  if (ms == null) return '—';
  if (ms < 10) return `${decimal(ms, 1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${decimal(ms / 1000)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** “LIFE_THREATENING” as “Life threatening”. */
export function words(constant: string): string {
  const lower = constant.replaceAll(/[_-]+/g, ' ').toLowerCase();
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}
