import { describe, expect, it } from '@jest/globals';
import { CellFault } from './cell.rules.js';
import { calendarDate, type DateFormat, instant } from './dates.rules.js';
import { latestDateAt } from '../../../platform/http/future.rules.js';

const options = (dateFormat: DateFormat, timeZone = 'America/New_York') => ({
  dateFormat,
  timeZone,
  latest: '2026-11-28',
});
const codeOr = (value: unknown) => (value instanceof CellFault ? value.code : value);

describe('a calendar date', () => {
  const read = (cell: string, format: DateFormat = 'iso') => codeOr(calendarDate(options(format))(cell));

  it.each([
    ['2024-03-31', '2024-03-31'],
    ['2024-3-1', '2024-03-01'],
    ['2024/03/31', '2024-03-31'],
    ['20240331', '2024-03-31'],
    ['2000-02-29', '2000-02-29'],
    ['2021-08-23T23:59:59Z', '2021-08-23'],
    ['2021-08-23T00:00:00-11:00', '2021-08-23'],
    ['2021-08-23 00:00:00+14:00', '2021-08-23'],
  ])('%s stays as written', (cell, date) => {
    for (const format of ['iso', 'mdy', 'dmy'] as const) expect(read(cell, format)).toBe(date);
  });

  it('is read by the format of the file', () => {
    expect(read('3/4/2024', 'mdy')).toBe('2024-03-04');
    expect(read('3/4/2024', 'dmy')).toBe('2024-04-03');
    expect(read('03.04.2024', 'dmy')).toBe('2024-04-03');
    expect(read('03-04-2024 08:15', 'mdy')).toBe('2024-03-04');
    expect(read('3/14/2024 8:15 PM', 'mdy')).toBe('2024-03-14');
  });

  it.each(['3/4/2024', '31.12.2024', '2024-03', 'yesterday', '45291', '2024-03-31x', '24-03-31'])(
    '%s is refused where the year comes first',
    (cell) => {
      expect(read(cell)).toBe('invalid-date');
    },
  );

  it.each(['2023-02-29', '2024-13-01', '2024-00-10', '2024-04-31', '1899-12-31', '2101-01-01'])(
    '%s is refused',
    (cell) => {
      expect(read(cell)).toBe('invalid-date');
    },
  );

  it('with month and day swapped is refused, not guessed', () => {
    expect(read('31/12/2024', 'mdy')).toBe('invalid-date');
    expect(read('12/31/2024', 'dmy')).toBe('invalid-date');
    expect(read('1/2/24', 'mdy')).toBe('invalid-date');
  });

  it('must not lie ahead, seen from the zone where it is latest', () => {
    expect(read('2026-11-28')).toBe('2026-11-28');
    expect(read('2026-11-29')).toBe('future-date');
    expect(latestDateAt(Date.parse('2026-11-27T10:00:00Z'))).toBe('2026-11-28');
    expect(latestDateAt(Date.parse('2026-11-27T09:59:59Z'))).toBe('2026-11-27');
  });

  it('with a time that is none is refused', () => {
    expect(read('2024-03-31 noon')).toBe('invalid-time');
  });
});

describe('an instant', () => {
  const read = (cell: string, format: DateFormat = 'iso', zone?: string) =>
    codeOr(instant(options(format, zone))(cell));

  it.each([
    ['2021-08-23T03:26:50Z', '2021-08-23T03:26:50.000Z'],
    ['2021-08-23T03:26:50.1234Z', '2021-08-23T03:26:50.123Z'],
    ['2021-08-23 03:26:50+02:00', '2021-08-23T01:26:50.000Z'],
    ['2021-08-23T03:26-0530', '2021-08-23T08:56:00.000Z'],
  ])('%s is taken at its offset', (cell, expected) => {
    expect(read(cell)).toBe(expected);
  });

  it('without an offset is a wall clock of the organization, in summer and in winter', () => {
    expect(read('2024-07-01 08:30')).toBe('2024-07-01T12:30:00.000Z');
    expect(read('2024-01-02 08:30')).toBe('2024-01-02T13:30:00.000Z');
    expect(read('2024-07-01 08:30', 'iso', 'Asia/Kolkata')).toBe('2024-07-01T03:00:00.000Z');
    expect(read('7/1/2024 8:30 pm', 'mdy', 'Pacific/Auckland')).toBe('2024-07-01T08:30:00.000Z');
    expect(read('12/31/2023 12:05 AM', 'mdy', 'UTC')).toBe('2023-12-31T00:05:00.000Z');
  });

  it('around a change of the clock is one instant, once', () => {
    expect(read('2024-03-10 01:59')).toBe('2024-03-10T06:59:00.000Z');
    expect(read('2024-03-10 03:00')).toBe('2024-03-10T07:00:00.000Z');
    expect(read('2024-11-03 00:59')).toBe('2024-11-03T04:59:00.000Z');
    expect(read('2024-11-03 02:00')).toBe('2024-11-03T07:00:00.000Z');
  });

  it('without a time is the beginning of its day', () => {
    expect(read('2024-07-01')).toBe('2024-07-01T04:00:00.000Z');
  });

  it.each(['2024-07-01 25:00', '2024-07-01 08:60', '2024-07-01 13:00 pm', '2024-07-01 soon'])(
    '%s is refused',
    (cell) => {
      expect(read(cell)).toBe('invalid-time');
    },
  );
});
