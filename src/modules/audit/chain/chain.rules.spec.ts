import { createHmac, createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { macOf } from './chain.rules.js';

const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((array) => Buffer.from(array));

describe('the MAC of a batch or a link', () => {
  it('is the HMAC-SHA-256 that anyone else computes', () => {
    fc.assert(
      fc.property(bytes, fc.constantFrom('batch', 'link'), bytes, (secret, kind, hash) => {
        const expected = createHmac('sha256', secret).update(kind).update(hash).digest('hex');
        expect(macOf(createSecretKey(secret), kind, hash).toString('hex')).toBe(expected);
      }),
    );
  });
});
