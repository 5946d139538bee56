const KNOWN = /^(?:white-cross-demo-1|change-?me|secret|password|default|example|test|development|your[-_ ].*)/i;

/**
 * Says what is wrong with a secret that protects a production system, or nothing.
 * 32 characters hold at least 128 bits even when only hex digits are used; fewer than 10 different ones were typed, not drawn.
 */
export function weakness(secret: string): string | undefined {
  if (secret === '') return 'must be set in production';
  if (KNOWN.test(secret)) return 'is a default that everybody knows';
  if (secret.length < 32) return 'must have at least 32 characters in production';
  if (new Set(secret).size < 10) return 'is too regular for a secret (openssl rand -base64 48)';
  return undefined;
}

/** The same for 32 bytes of key material, where 32 random bytes hold fewer than 16 different values once in 10^20 draws. */
export function keyWeakness(key: Buffer): string | undefined {
  if (key.length === 0) return 'must be set in production';
  return new Set(key).size < 16 ? 'is too regular for a key (openssl rand -base64 32)' : undefined;
}
