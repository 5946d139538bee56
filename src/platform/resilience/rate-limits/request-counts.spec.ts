import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { RequestCounts } from './request-counts.js';

const LIMIT = 10;

describe('the counts of requests', () => {
  const shared = () => new RateLimiterMemory({ points: LIMIT, duration: 60 });

  it('admit as many as the limit says, and tell when to come again', () => {
    const counts = new RequestCounts(LIMIT, shared(), () => 1000);
    for (let request = 0; request < LIMIT; request++) expect(counts.count('a')).toBeUndefined();
    expect(counts.check('a')).toBe(60);
    expect(counts.count('a')).toBe(60);
    expect(counts.count('b')).toBeUndefined();
  });

  it('begin anew with each minute', () => {
    let now = 0;
    const counts = new RequestCounts(1, shared(), () => now);
    counts.count('a');
    now = 59_999;
    expect(counts.count('a')).toBe(1);
    now = 60_000;
    expect(counts.check('a')).toBeUndefined();
    expect(counts.count('a')).toBeUndefined();
  });

  it('add up over all processes once these have settled', async () => {
    const redis = shared();
    const [one, other] = [new RequestCounts(LIMIT, redis), new RequestCounts(LIMIT, redis)];
    for (let request = 0; request < 6; request++) one.count('a');
    for (let request = 0; request < 4; request++) other.count('a');
    await one.settle();
    await other.settle();
    expect(other.count('a')).toBeGreaterThan(0);
    one.count('a');
    await one.settle();
    expect(one.count('a')).toBeGreaterThan(0);
  });

  it('never count a request twice or forget one, however counting and settling alternate', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom('count', 'settle'), { maxLength: 30 }), async (steps) => {
        const redis = new RateLimiterMemory({ points: 1000, duration: 60 });
        const counts = new RequestCounts(1000, redis);
        for (const step of steps) {
          if (step === 'count') counts.count('a');
          else await counts.settle();
        }
        await counts.settle();
        const counted = steps.filter((step) => step === 'count').length;
        expect((await redis.get('a'))?.consumedPoints ?? 0).toBe(counted);
      }),
    );
  });

  it('keep a request for the next time when the others cannot be told', async () => {
    const redis = shared();
    let isAway = true;
    const flaky = {
      penalty: (key: string, points = 1) => (isAway ? Promise.reject(new Error('away')) : redis.penalty(key, points)),
    };
    const counts = new RequestCounts(LIMIT, flaky);
    counts.count('a');
    await expect(counts.settle()).rejects.toThrow('away');
    isAway = false;
    counts.count('a');
    await counts.settle();
    expect((await redis.get('a'))?.consumedPoints).toBe(2);
  });
});
