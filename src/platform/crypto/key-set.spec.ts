import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { KeyDestroyed, PatientKeyMissing } from './key-errors.js';
import { KeySet, PatientKey } from './key-set.js';
import { SealBroken } from './sealed-box.js';

const place = { organizationId: 'school', patientId: 'ana', table: 'patients', column: 'contact_sealed', rowId: 'ana' };

function keySet(...versions: (Buffer | null)[]): KeySet {
  const key = new PatientKey();
  versions.forEach((bytes, index) => key.add(index + 1, bytes && createSecretKey(bytes)));
  return new KeySet(new Map([['ana', key]]));
}

describe('The keys of a patient', () => {
  const first = randomBytes(32);

  it('open what they sealed, at its place only', () => {
    const keys = keySet(first);
    const envelope = keys.seal(place, '{"phone":"555"}');
    expect(keys.open(place, envelope).toString()).toBe('{"phone":"555"}');
    for (const part of ['organizationId', 'table', 'column', 'rowId'] as const) {
      expect(() => keys.open({ ...place, [part]: 'elsewhere' }, envelope)).toThrow(SealBroken);
    }
  });

  it('seal under the newest version and open under each that is left', () => {
    const old = keySet(first).seal(place, 'old');
    const both = keySet(first, randomBytes(32));
    const renewed = both.seal(place, 'new');
    expect(both.open(place, old).toString()).toBe('old');
    expect(both.open(place, renewed).toString()).toBe('new');
    expect(() => keySet(first).open(place, renewed)).toThrow(PatientKeyMissing);
  });

  it('are gone for good once destroyed, and say so', () => {
    const envelope = keySet(first).seal(place, 'x');
    const destroyed = keySet(null);
    expect(destroyed.isDestroyed('ana')).toBe(true);
    expect(() => destroyed.open(place, envelope)).toThrow(KeyDestroyed);
    expect(() => destroyed.seal(place, 'x')).toThrow(KeyDestroyed);
  });

  it('are not those of a patient that was not loaded', () => {
    expect(() => keySet(first).seal({ ...place, patientId: 'ben' }, 'x')).toThrow(PatientKeyMissing);
  });
});
