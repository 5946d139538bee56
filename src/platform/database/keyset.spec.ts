import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Problem } from '../http/problem.js';
import { decodeCursor, encodeCursor, type KeyType, pageOf } from './keyset.js';

describe('keyset paging', () => {
  it('reads back every cursor that it wrote', () => {
    const written = fc.tuple(
      fc.uuid(),
      fc.string().filter((text) => !text.includes('\0')),
      fc.nat({ max: 999_999_999 }),
      fc.float({ min: 0, max: 1, noNaN: true }).filter((rank) => rank === 0 || rank > 1e-9),
    );
    fc.assert(
      fc.property(written, ([id, name, rank, score]) => {
        const keys = [id, name, String(rank), score.toPrecision(6)];
        expect(decodeCursor(encodeCursor(keys), ['uuid', 'text', 'int', 'real'])).toEqual(keys);
      }),
    );
  });

  it.each<[KeyType, string[], string[]]>([
    ['uuid', ['01a21ef8-44d4-740a-9ca7-d88388a27228'], ['', 'abc', '01a21ef8-44d4-740a-9ca7-d88388a2722g']],
    ['text', ['', "O'Neill", 'é'], ['a\0b']],
    ['int', ['0', '999999999'], ['', '-1', '1.5', '2147483648', 'NaN']],
    ['real', ['0', '1', '0.06079271', '1e-05', '2.5e-10'], ['', 'NaN', 'Infinity', '1e39', '1e-99', '0x1', '1e400']],
    ['date', ['2024-02-29'], ['', '2026-02-30', '0000-00-00', '99999-01-01', 'now']],
    [
      'timestamptz',
      ['2026-10-14 08:30:00+00', '2026-10-14 08:30:00.123456+05:30'],
      ['', 'now', '2026-02-30 08:30:00+00', '2026-10-14 24:30:00+00', '2026-10-14 08:30:00', '2026-10-14 08:30:00+99'],
    ],
  ])('takes of a key of type %s only what PostgreSQL would', (type, good, bad) => {
    for (const key of good) expect(decodeCursor(encodeCursor([key]), [type])).toEqual([key]);
    for (const key of bad) expect(() => decodeCursor(encodeCursor([key]), [type])).toThrow(Problem);
  });

  it('takes each form of a cursor that a list has', () => {
    const forms: KeyType[][] = [['int'], ['int', 'uuid']];
    expect(decodeCursor(encodeCursor(['1']), ...forms)).toEqual(['1']);
    expect(() => decodeCursor(encodeCursor(['1', '2']), ...forms)).toThrow(Problem);
  });

  it('refuses whatever else comes as a cursor, as a fault of the request', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          expect(decodeCursor(text, ['text', 'text'])).toHaveLength(2);
        } catch (error) {
          expect(error).toMatchObject({ status: 400, code: 'validation-failed' });
        }
      }),
    );
  });

  it('has a next page exactly when there was a row too many', () => {
    expect(pageOf([1, 2], 2, String as never)).toEqual({ items: [1, 2], nextCursor: null });
    expect(pageOf([1, 2, 3], 2, (row) => [String(row)])).toEqual({ items: [1, 2], nextCursor: encodeCursor(['2']) });
  });
});
