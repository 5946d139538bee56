import { isAfter } from '../../../platform/http/future.rules.js';
import { CellFault, type CellReader, remembered } from './cell.rules.js';
import { TimeZone } from './zone-offset.rules.js';

/** How the file writes dates: year first, or month or day first. */
export const DATE_FORMATS = ['iso', 'mdy', 'dmy'] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

/** What dates are read by. */
export interface DateOptions {
  readonly dateFormat: DateFormat;
  /** IANA zone of the organization: wall-clock times without an offset are its own. */
  readonly timeZone: string;
  /** The last calendar date that is not in the future anywhere on earth. */
  readonly latest: string;
}

const EXAMPLES: Record<DateFormat, string> = { iso: '2024-03-31', mdy: '3/31/2024', dmy: '31/3/2024' };
const EARLIEST_YEAR = 1900;
const LATEST_YEAR = 2100;

const YEAR_FIRST = /^(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?:(?:T|\s+)(\S.*))?$/i;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:,?\s+(\S.*))?$/;
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(am|pm)?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?$/i;

const NO_SUCH_DATE = new CellFault('invalid-date', 'There is no such date. Check the day and the month.');
const OUT_OF_TIME = new CellFault(
  'invalid-date',
  `Lies outside of the years ${EARLIEST_YEAR} to ${LATEST_YEAR}. Check the year.`,
);
const FUTURE = new CellFault('future-date', 'Lies in the future. Check the year.');
const BAD_TIME = new CellFault('invalid-time', 'The time of day is not understood. Write it as 08:30 or 08:30:00Z.');

interface WrittenDate {
  /** 'YYYY-MM-DD', as written: no time zone has touched it. */
  date: string;
  /** What follows it; empty when nothing does. */
  time: string;
}

/** A calendar date that has come. A cell that holds an instant keeps the date as written, whatever zone it was written in. */
export function calendarDate(options: DateOptions): CellReader {
  const notUnderstood = unknownFormat(options.dateFormat);
  return remembered((cell) => {
    const written = readDate(cell, options.dateFormat) ?? notUnderstood;
    if (written instanceof CellFault) return written;
    if (written.time !== '' && !TIME.test(written.time)) return BAD_TIME;
    return written.date > options.latest ? FUTURE : written.date;
  });
}

/**
 * An instant, as 'YYYY-MM-DDTHH:mm:ss.sssZ'. Without an offset it is a wall-clock time of the organization, and without a
 * time of day it is the beginning of its day.
 */
export function instant(options: DateOptions): CellReader {
  const zone = new TimeZone(options.timeZone);
  const notUnderstood = unknownFormat(options.dateFormat);
  return (cell) => {
    const written = readDate(cell, options.dateFormat) ?? notUnderstood;
    if (written instanceof CellFault) return written;
    const time = written.time === '' ? { ms: 0, offsetMs: undefined } : readTime(written.time);
    if (!time) return BAD_TIME;
    const wallClockMs = Date.parse(written.date) + time.ms;
    const ms = time.offsetMs === undefined ? zone.toInstant(wallClockMs) : wallClockMs - time.offsetMs;
    return isAfter(options.latest, ms) ? FUTURE : new Date(ms).toISOString();
  };
}

/** Year-first dates are understood in every format, since they cannot mean anything else. */
function readDate(cell: string, format: DateFormat): WrittenDate | CellFault | undefined {
  const yearFirst = YEAR_FIRST.exec(cell);
  if (yearFirst) {
    const [, year = '', , month = '', day = '', time = ''] = yearFirst;
    return dateOf(year, month, day, time);
  }
  const yearLast = format === 'iso' ? null : YEAR_LAST.exec(cell);
  if (!yearLast) return undefined;
  const [, first = '', , second = '', year = '', time = ''] = yearLast;
  return format === 'mdy' ? dateOf(year, first, second, time) : dateOf(year, second, first, time);
}

function dateOf(year: string, month: string, day: string, time: string): WrittenDate | CellFault {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (m < 1 || m > 12 || d < 1 || d > daysIn(y, m)) return NO_SUCH_DATE;
  if (y < EARLIEST_YEAR || y > LATEST_YEAR) return OUT_OF_TIME;
  return { date: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, time };
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function readTime(time: string): { ms: number; offsetMs: number | undefined } | undefined {
  const match = TIME.exec(time);
  if (!match) return undefined;
  const [, hours = '', minutes = '', seconds = '0', fraction = '', half, zone] = match;
  const hour = hourOf(Number(hours), half?.toLowerCase());
  if (hour === undefined || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const ms = hour * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000;
  return {
    ms: ms + Number(fraction.padEnd(3, '0').slice(0, 3)),
    offsetMs: zone === undefined ? undefined : offsetOf(zone),
  };
}

function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour <= 23 ? hour : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half === 'pm' ? 12 : 0);
}

function offsetOf(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (!match) return 0;
  const [, sign, hours = '0', minutes = '0'] = match;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3_600_000 + Number(minutes) * 60_000);
}

function unknownFormat(format: DateFormat): CellFault {
  const other =
    format === 'iso'
      ? ' If all of the file has the month or the day first, import it again and choose how dates are written (dateFormat).'
      : '';
  return new CellFault('invalid-date', `Is not a date as expected. Write it as ${EXAMPLES[format]}.${other}`);
}
