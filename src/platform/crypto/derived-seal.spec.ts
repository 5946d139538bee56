import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { DerivedSeal } from './derived-seal.js';
import { KeyRing } from './key-ring.js';
import { SealBroken } from './sealed-box.js';

const [older, newer] = [randomBytes(32), randomBytes(32)];
const place = Buffer.from('here');

describe('a seal under a derived key', () => {
  it('opens after the key-encryption key was rotated, and in its own place only', () => {
    const sealed = new DerivedSeal(new KeyRing([older]), 'rows').seal(place, 'Zoë');
    expect(sealed.includes('Zo')).toBe(false);
    const rotated = new DerivedSeal(new KeyRing([newer, older]), 'rows');
    expect(rotated.open(place, sealed)).toBe('Zoë');
    expect(() => rotated.open(Buffer.from('there'), sealed)).toThrow(SealBroken);
    expect(() => new DerivedSeal(new KeyRing([older]), 'other').open(place, sealed)).toThrow(SealBroken);
    expect(() => new DerivedSeal(new KeyRing([newer]), 'rows').open(place, sealed)).toThrow(SealBroken);
  });
});
