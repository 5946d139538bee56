import { describe, expect, it } from '@jest/globals';
import { isCalendarDate, isInstant } from './date-constraints.js';
import {
  BooleanField,
  DateField,
  EmailField,
  InstantField,
  IntegerField,
  NestedField,
  NumberField,
  TextField,
} from './fields.js';
import { isAfter, latestDateAt } from './future.rules.js';
import { validationPipe } from './validation.js';

class Inner {
  @NumberField({ min: 0, max: 10, optional: true })
  declare depth?: number;
}

class Body {
  @TextField({ max: 5 })
  declare name: string;

  @TextField({ optional: true, nullable: true })
  declare note?: string | null;

  @IntegerField({ min: 1, max: 9, optional: true })
  declare count?: number;

  @BooleanField({ optional: true })
  declare flag?: boolean;

  @DateField({ optional: true, hasHappened: true })
  declare givenOn?: string;

  @InstantField({ optional: true, hasHappened: true })
  declare happenedAt?: string;

  @EmailField({ optional: true })
  declare email?: string;

  @NestedField(() => Inner, { optional: true })
  declare inner?: Inner;
}

const check = (value: unknown) => validationPipe().transform(value, { type: 'body', metatype: Body });
const pathsOf = async (value: unknown) => {
  const problem = await check(value).then(
    () => undefined,
    (error: { errors: { path: string }[] }) => error,
  );
  return problem?.errors.map(({ path }) => path);
};

describe('the fields of a request', () => {
  it('are trimmed and read from query texts', async () => {
    expect(await check({ name: ' Ann ', count: '3', flag: 'true', inner: { depth: '1.5' } })).toEqual({
      name: 'Ann',
      count: 3,
      flag: true,
      inner: { depth: 1.5 },
    });
  });

  it('may be null only where that is said', async () => {
    expect(await pathsOf({ name: 'Ann', note: null })).toBeUndefined();
    expect(await pathsOf({ name: null })).toEqual(['name']);
    expect(await pathsOf({ name: 'Ann', count: null })).toEqual(['count']);
  });

  it.each([
    [{}, ['name']],
    [{ name: '   ' }, ['name']],
    [{ name: 'Annabel' }, ['name']],
    [{ name: 'A\u0007' }, ['name']],
    [{ name: 'Ann', count: '1e9' }, ['count']],
    [{ name: 'Ann', count: '' }, ['count']],
    [{ name: 'Ann', inner: { depth: 11, other: 1 } }, ['inner.other', 'inner.depth']],
    [{ name: 'Ann', inner: 'text' }, ['inner']],
    [{ name: 'Ann', inner: [{}] }, ['inner']],
    [{ name: 'A\ud800' }, ['name']],
    [{ name: 'Ann', email: '\ud800@example.org' }, ['email']],
    [{ name: 'Ann', email: 'ann' }, ['email']],
    [{ name: 'Ann', extra: 1 }, ['extra']],
    [{ name: ['Ann'] }, ['name']],
  ])('refuse %j at %j', async (value, paths) => {
    expect((await pathsOf(value))?.sort()).toEqual([...paths].sort());
  });

  it('refuse a body that is no object', async () => {
    await expect(check([])).rejects.toMatchObject({ status: 400 });
  });
});

describe('dates', () => {
  it.each(['2024-02-29', '2000-02-29', '1999-12-31'])('take %s', (date) => expect(isCalendarDate(date)).toBe(true));
  it.each(['2023-02-29', '1900-02-29', '2024-13-01', '2024-1-1', '20240101', '2024-01-01T00:00:00Z', ''])(
    'refuse %s',
    (date) => expect(isCalendarDate(date)).toBe(false),
  );
  it.each(['2024-02-29T08:30:00Z', '2024-02-29T08:30Z', '2024-02-29T08:30:00.123+02:00'])(
    'take the instant %s',
    (instant) => expect(isInstant(instant)).toBe(true),
  );
  it.each(['2024-02-29T08:30:00', '2024-02-30T08:30:00Z', '2024-02-29 08:30:00Z', '2024-02-29T24:00:00Z'])(
    'refuse the instant %s',
    (instant) => expect(isInstant(instant)).toBe(false),
  );

  it('of what has happened may be tomorrow, which has begun somewhere, and not later', async () => {
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    expect(await pathsOf({ name: 'Ann', givenOn: inDays(0).slice(0, 10), happenedAt: inDays(0) })).toBeUndefined();
    expect(await pathsOf({ name: 'Ann', givenOn: inDays(2).slice(0, 10), happenedAt: inDays(3) })).toEqual([
      'givenOn',
      'happenedAt',
    ]);
    expect(await pathsOf({ name: 'Ann', givenOn: 'soon', happenedAt: 'later' })).toEqual(['givenOn', 'happenedAt']);
  });

  it('begin in the zone that is 14 hours ahead', () => {
    expect(latestDateAt(Date.parse('2026-11-27T09:59:59Z'))).toBe('2026-11-27');
    expect(latestDateAt(Date.parse('2026-11-27T10:00:00Z'))).toBe('2026-11-28');
    expect(isAfter('2026-11-28', Date.parse('2026-11-29T00:00:00Z'))).toBe(false);
    expect(isAfter('2026-11-28', Date.parse('2026-11-29T00:00:01Z'))).toBe(true);
  });
});
