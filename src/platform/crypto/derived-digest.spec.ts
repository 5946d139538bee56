import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { DerivedDigest } from './derived-digest.js';
import { KeyRing } from './key-ring.js';

const [older, newer] = [randomBytes(32), randomBytes(32)];
const TEXT = '{"password":"correct horse"}';

describe('a digest under a derived key', () => {
  const made = new DerivedDigest(new KeyRing([older]), 'bodies').of(TEXT);

  it('knows its text again, also after the key-encryption key was rotated', () => {
    for (const ring of [[older], [newer, older]]) {
      const digests = new DerivedDigest(new KeyRing(ring), 'bodies');
      expect(digests.isOf(made, TEXT)).toBe(true);
      expect(digests.isOf(made, `${TEXT} `)).toBe(false);
      expect(digests.isOf(made.subarray(1), TEXT)).toBe(false);
    }
  });

  it('tells nothing to who has no key, or one for another purpose', () => {
    expect(made.equals(createHash('sha256').update(TEXT).digest())).toBe(false);
    expect(new DerivedDigest(new KeyRing([newer]), 'bodies').isOf(made, TEXT)).toBe(false);
    expect(new DerivedDigest(new KeyRing([older]), 'others').isOf(made, TEXT)).toBe(false);
  });
});
