import { describe, expect, it } from '@jest/globals';
import { array, assert, property, string } from 'fast-check';
import { associatedDataOf, encodeParts } from './seal-context.js';

describe('The place of a sealed value as associated data', () => {
  it('is different for different parts, however they are cut', () => {
    assert(
      property(array(string()), array(string()), (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(encodeParts(one).equals(encodeParts(other))).toBe(same);
      }),
    );
    expect(encodeParts(['ab', 'c'])).not.toEqual(encodeParts(['a', 'bc']));
  });

  it('names organization, patient, table, column and row', () => {
    const place = { organizationId: 'o', patientId: 'p', table: 't', column: 'c', rowId: 'r' };
    const encodings = Object.keys(place).map((part) => associatedDataOf({ ...place, [part]: 'else' }).toString('hex'));
    expect(new Set([...encodings, associatedDataOf(place).toString('hex')]).size).toBe(6);
  });
});
