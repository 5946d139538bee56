import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Batch } from './batch.js';

describe('A batch', () => {
  it('asks once for what comes in one turn, and gives each its own answer', async () => {
    const calls: number[][] = [];
    const batch = new Batch<number, number>(async (keys) => {
      calls.push(keys);
      return keys.map((key) => key * 10);
    }, 256);
    expect(await Promise.all([1, 2, 3].map((key) => batch.load(key)))).toEqual([10, 20, 30]);
    expect(calls).toEqual([[1, 2, 3]]);
  });

  it('gathers while two calls are under way, and lets no question join one that has begun', async () => {
    const calls: number[][] = [];
    const finish: (() => void)[] = [];
    const batch = new Batch<number, number>((keys) => {
      calls.push(keys);
      return new Promise((resolve) => finish.push(() => resolve(keys)));
    }, 256);
    const answers: Promise<number>[] = [];
    for (const key of [1, 2, 3, 4]) {
      answers.push(batch.load(key));
      await turn();
      await turn();
    }
    expect(calls).toEqual([[1], [2]]);
    finish[0]?.();
    await answers[0];
    await turn();
    await turn();
    expect(calls).toEqual([[1], [2], [3, 4]]);
    for (const end of finish) end();
    expect(await Promise.all(answers)).toEqual([1, 2, 3, 4]);
  });

  it('never asks for more than its size at once', async () => {
    const sizes: number[] = [];
    const batch = new Batch<number, number>(async (keys) => {
      sizes.push(keys.length);
      return keys;
    }, 10);
    await Promise.all(Array.from({ length: 25 }, (_, key) => batch.load(key)));
    expect(sizes).toEqual([10, 10, 5]);
  });

  it('tells a failure to those it concerns, and goes on', async () => {
    const batch = new Batch<number, number>(async (keys) => {
      if (keys.includes(13)) throw new Error('unlucky');
      return keys;
    }, 1);
    const results = await Promise.allSettled([batch.load(13), batch.load(7)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });
});
