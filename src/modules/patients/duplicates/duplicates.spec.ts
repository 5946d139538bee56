import { describe, expect, it } from '@jest/globals';
import { type Identity, likeness, LIKELY_THE_SAME } from './duplicates.rules.js';

const ANA: Identity = {
  givenName: 'ana maria',
  familyName: 'garcia lopez',
  birthDate: '2014-03-05',
  sex: 'female',
  mrn: 'A-1001',
  phones: ['home'],
  email: null,
};

const with_ = (change: Partial<Identity>): Identity => ({ ...ANA, mrn: 'B-77', phones: [], ...change });

describe('the likeness of two patients', () => {
  it.each<[string, Partial<Identity>]>([
    ['all but the number', {}],
    ['a slip in the family name', { familyName: 'garica lopez' }],
    ['half of the names', { givenName: 'ana', familyName: 'garcia', phones: ['home'] }],
    ['names in each other’s place', { givenName: 'garcia lopez', familyName: 'ana maria' }],
    ['day and month swapped', { birthDate: '2014-05-03' }],
    ['a birth date one digit apart, and the phone', { birthDate: '2014-03-15', phones: ['home'] }],
    ['an unknown sex', { sex: 'unknown' }],
  ])('is high with the same %s', (_what, change) => {
    expect(likeness(ANA, with_(change)).score).toBeGreaterThanOrEqual(LIKELY_THE_SAME);
  });

  it.each<[string, Partial<Identity>]>([
    ['a twin', { givenName: 'lucia', phones: ['home'] }],
    ['a brother', { givenName: 'mateo', sex: 'male', phones: ['home'] }],
    ['a namesake of another age', { birthDate: '2009-11-23' }],
    ['a stranger born the same day', { givenName: 'joan', familyName: 'smart' }],
  ])('is low with %s', (_what, change) => {
    expect(likeness(ANA, with_(change)).score).toBeLessThan(LIKELY_THE_SAME);
  });

  it('is explained, and the same whichever comes first', () => {
    const other = with_({ phones: ['home'], birthDate: '2014-05-03' });
    expect(likeness(ANA, other)).toEqual({
      score: 0.85,
      reasons: [
        { what: 'name', detail: 'same', points: 0.45 },
        { what: 'birthDate', detail: 'day and month swapped', points: 0.2 },
        { what: 'sex', detail: 'same', points: 0.05 },
        { what: 'phone', detail: 'same', points: 0.15 },
      ],
    });
    expect(likeness(other, ANA)).toEqual(likeness(ANA, other));
  });
});
