import { describe, expect, it } from '@jest/globals';
import { type BodyStore, keepsTheContractOfABodyStore } from '../../../testing/body-store-contract.js';
import { finishedBody } from './cached-body.js';
import { MemoryTier } from './memory-tier.js';

const HOUR_MS = 3_600_000;
const LABEL = { tag: 'tag', kind: 'summary' };
const bodyOf = (text: string) => finishedBody({ body: text, version: 1 });

function openStore(): BodyStore {
  const tier = new MemoryTier({ maxEntries: 100, maxBytes: 1_000_000 });
  return {
    get: (key) => tier.get(key),
    set: (key, value, ttlMs) => tier.set(key, LABEL, value, ttlMs),
    delete: (key) => tier.delete(key),
    lose: () => void tier.free('tag'),
    restore: () => undefined,
  };
}

describe('The memory tier', () => {
  keepsTheContractOfABodyStore(openStore);

  it('is bounded in entries', () => {
    const tier = new MemoryTier({ maxEntries: 10, maxBytes: 1_000_000 });
    for (let index = 0; index < 1000; index++)
      tier.set(`key ${index}`, { tag: `tag ${index}`, kind: 'summary' }, bodyOf('x'), HOUR_MS);
    expect(tier.size.entries).toBe(10);
    expect(tier.get('key 999')?.body.toString()).toBe('x');
  });

  it('is bounded in bytes, and does not keep what alone is larger', () => {
    const tier = new MemoryTier({ maxEntries: 1000, maxBytes: 50_000 });
    for (let index = 0; index < 100; index++) tier.set(`key ${index}`, LABEL, bodyOf('x'.repeat(5000)), HOUR_MS);
    expect(tier.size.bytes).toBeLessThanOrEqual(50_000);
    expect(tier.size.entries).toBeGreaterThan(5);
    tier.set('huge', LABEL, bodyOf('x'.repeat(60_000)), HOUR_MS);
    expect(tier.get('huge')).toBeUndefined();
  });

  it('frees what was kept for a tag, tells its kinds, and frees nothing else', () => {
    const tier = new MemoryTier({ maxEntries: 100, maxBytes: 1_000_000 });
    tier.set('summary of ana', { tag: 'ana', kind: 'summary' }, bodyOf('x'), HOUR_MS);
    tier.set('list of ana', { tag: 'ana', kind: 'allergies' }, bodyOf('x'), HOUR_MS);
    tier.set('summary of ben', { tag: 'ben', kind: 'summary' }, bodyOf('x'), HOUR_MS);
    expect(tier.free('ana')).toEqual(new Set(['summary', 'allergies']));
    expect(tier.free('ana')).toEqual(new Set());
    expect(tier.size.entries).toBe(1);
    expect(tier.get('summary of ben')).toBeDefined();
  });

  it('gives the very bytes it was given, uncopied', () => {
    const tier = new MemoryTier({ maxEntries: 1, maxBytes: 1_000_000 });
    const value = bodyOf('x');
    tier.set('key', LABEL, value, HOUR_MS);
    expect(tier.get('key')?.body).toBe(value.body);
  });

  it('keeps nothing when it is turned off', () => {
    const tier = new MemoryTier({ maxEntries: 0, maxBytes: 1000 });
    tier.set('key', LABEL, bodyOf('x'), HOUR_MS);
    expect(tier.get('key')).toBeUndefined();
    expect(tier.size).toEqual({ entries: 0, bytes: 0 });
  });
});
