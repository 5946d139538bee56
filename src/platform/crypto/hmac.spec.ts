import { createHmac, createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hmacSha256 } from './hmac.js';

const bytes = (limits: { minLength: number; maxLength: number }) =>
  fc.uint8Array(limits).map((array) => Buffer.from(array));

describe('the HMAC-SHA-256 of short texts', () => {
  it('is the one that anyone else computes', () => {
    const secrets = bytes({ minLength: 1, maxLength: 64 });
    const texts = fc.array(bytes({ minLength: 0, maxLength: 200 }), { maxLength: 4 });
    fc.assert(
      fc.property(secrets, texts, (secret, parts) => {
        const expected = createHmac('sha256', secret).update(Buffer.concat(parts)).digest('hex');
        expect(hmacSha256(createSecretKey(secret), ...parts).toString('hex')).toBe(expected);
      }),
    );
  });
});
