import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { editDistance, nameMatch } from './name-match.rules.js';

const words = (text: string) => text.split(' ');
const best = (typed: string, names: string[]) =>
  names.toSorted((a, b) => nameMatch(words(typed), words(b)) - nameMatch(words(typed), words(a)))[0];

describe('matching names', () => {
  it.each([
    ['john', 'jonh', 1],
    ['smith', 'smtih', 1],
    ['garcia', 'garica', 1],
    ['mitchell', 'mittchell', 1],
    ['anna', 'hanna', 1],
    ['lee', 'lea', 1],
    ['', 'ann', 3],
    ['abc', 'xyz', 3],
  ])('counts from %s to %s %d slips', (a, b, slips) => {
    expect(editDistance(a, b)).toBe(slips);
  });

  it('is a symmetric distance', () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, a)).toBe(0);
      }),
    );
  });

  it('puts the name that was meant first, in whatever order it was typed', () => {
    expect(best('jonh smtih', ['joan smart', 'john smith', 'jon smithers'])).toBe('john smith');
    expect(best('smith john', ['john smithson', 'smith johnson', 'john smith'])).toBe('john smith');
    expect(best('jo sm', ['sam jones', 'john smith', 'mary brown'])).toBe('john smith');
    expect(best('ann lee', ['ann lee brown', 'ann lee', 'anne lees'])).toBe('ann lee');
  });

  it('is never outside of 0 to 1, and 1 only for the very same words', () => {
    const name = fc.array(fc.string({ minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(name, name, (typed, other) => {
        const match = nameMatch(typed, other);
        expect(match).toBeGreaterThanOrEqual(0);
        expect(match).toBeLessThanOrEqual(1);
        if (match === 1) expect(new Set(typed)).toEqual(new Set(other));
      }),
    );
  });
});
