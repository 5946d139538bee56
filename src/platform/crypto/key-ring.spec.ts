import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { UnknownKek } from './key-provider.js';
import { KeyRing } from './key-ring.js';
import { SealBroken } from './sealed-box.js';

const former = randomBytes(32);
const current = randomBytes(32);
const owner = Buffer.from('patient 1');

describe('A ring of key-encryption keys', () => {
  it('unwraps what it wrapped, and what a former key wrapped', () => {
    const dataKey = randomBytes(32);
    const old = new KeyRing([former]).wrap(dataKey, owner);
    const ring = new KeyRing([current, former]);
    expect(ring.unwrap(old, owner).export()).toEqual(dataKey);
    const renewed = ring.wrap(dataKey, owner);
    expect(renewed.kekId).toBe(ring.currentKekId);
    expect(renewed.kekId).not.toBe(old.kekId);
    expect(new KeyRing([current]).unwrap(renewed, owner).export()).toEqual(dataKey);
  });

  it('does not unwrap for another owner', () => {
    const ring = new KeyRing([current]);
    const wrapped = ring.wrap(randomBytes(32), owner);
    expect(() => ring.unwrap(wrapped, Buffer.from('patient 2'))).toThrow(SealBroken);
  });

  it('says which key is not configured', () => {
    const wrapped = new KeyRing([former]).wrap(randomBytes(32), owner);
    expect(() => new KeyRing([current]).unwrap(wrapped, owner)).toThrow(UnknownKek);
    expect(() => new KeyRing([current]).unwrap(wrapped, owner)).toThrow(wrapped.kekId);
  });

  it('refuses to begin without a key, or with a short one', () => {
    expect(() => new KeyRing([])).toThrow(RangeError);
    expect(() => new KeyRing([randomBytes(16)])).toThrow(RangeError);
  });

  it('derives a key of its own for each purpose, the same for the same key', () => {
    const ring = new KeyRing([current, former]);
    expect(ring.derive('cache').equals(new KeyRing([current]).derive('cache'))).toBe(true);
    expect(ring.derive('cache').equals(ring.derive('spool'))).toBe(false);
    expect(ring.derive('cache').equals(new KeyRing([former]).derive('cache'))).toBe(false);
    expect(ring.derive('cache', ring.kekIds[1]).equals(new KeyRing([former]).derive('cache'))).toBe(true);
  });
});
