import { describe, expect, it } from '@jest/globals';
import { VerifiedTokens } from './verified-tokens.js';

describe('Verified tokens', () => {
  const tokens = new VerifiedTokens();
  const holder = { userId: 'u', sessionId: 's', expiresAtMs: Date.now() + 3_600_000 };

  it('are known by every letter of them', () => {
    tokens.keep('head.body.signature', holder);
    expect(tokens.holderOf('head.body.signature')).toBe(holder);
    expect(tokens.holderOf('head.body.signaturf')).toBeUndefined();
  });

  it('are known no longer than they live', () => {
    tokens.keep('expired', { ...holder, expiresAtMs: Date.now() - 1 });
    expect(tokens.holderOf('expired')).toBeUndefined();
  });
});
