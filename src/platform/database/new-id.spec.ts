import { describe, expect, it } from '@jest/globals';
import { validate, version } from 'uuid';
import { instantOfId, newId } from './new-id.js';

describe('newId', () => {
  it('makes valid UUIDs of version 7', () => {
    const ids = Array.from({ length: 20_000 }, newId);
    expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  });

  it('makes each once, and in ascending order', () => {
    const ids = Array.from({ length: 50_000 }, newId);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
  });

  it('holds the instant of its making', () => {
    const before = Date.now();
    const instant = instantOfId(newId());
    expect(instant).toBeGreaterThanOrEqual(before - 1000);
    expect(instant).toBeLessThanOrEqual(Date.now() + 1000);
  });
});
