import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { testDatabase, type TestDatabase } from '../../../testing/test-database.js';
import { guarded, guardedSql, withoutGuard } from './formula-guard.rules.js';

/** Texts as they are stored: without blanks at their ends. */
const stored = fc
  .array(fc.constantFrom(...`='"+-@\t\r\nab7. é,~`.split('')), { maxLength: 12 })
  .map((letters) => letters.join('').trim());

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

describe('the guard against formulas', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+1 555', "'+1 555"],
    ['-5', '-5'],
    ['+5.5', '+5.5'],
    ['@SUM(A1)', "'@SUM(A1)"],
    ["'=x", "''=x"],
    ["'tis", "'tis"],
    ['a=b', 'a=b'],
  ])('writes %s as %s', (text, written) => {
    expect(guarded(text)).toBe(written);
  });

  it('gives back every stored text as it was, and lets no formula through', () => {
    fc.assert(
      fc.property(stored, (text) => {
        expect(withoutGuard(guarded(text).trim())).toBe(text);
        expect(/^[=@\t\r]|^[+-](?!\d+(?:\.\d+)?$)/.test(guarded(text))).toBe(false);
      }),
      { numRuns: 5000 },
    );
  });

  it('is the same in SQL', async () => {
    const texts = ['', '\\', '\\075', '\\101', '\u00a0=1', '=é', ...fc.sample(stored, 5000)];
    const rows = await database.sql<{ written: string }>(
      `SELECT ${guardedSql('t')} AS written FROM unnest($1::text[]) WITH ORDINALITY AS texts (t, n) ORDER BY n`,
      [texts],
    );
    expect(rows.map(({ written }) => written)).toEqual(texts.map((text) => guarded(text)));
  });
});
