import { describe, expect, it } from '@jest/globals';
import { NextBatch } from './next-batch.js';

describe('A next batch', () => {
  it('never puts an item into a run that has begun', async () => {
    const runs: string[][] = [];
    let finishFirst = (): void => undefined;
    const firstMayEnd = new Promise<void>((resolve) => (finishFirst = resolve));
    const batch = new NextBatch<string>(async (items) => {
      runs.push(items);
      if (runs.length === 1) await firstMayEnd;
    });
    const first = batch.add(['a']);
    await Promise.resolve();
    const second = batch.add(['b']);
    const third = batch.add(['a', 'c']);
    finishFirst();
    await Promise.all([first, second, third]);
    expect(runs).toEqual([['a'], ['b', 'a', 'c']]);
  });

  it('tells a failure to its own callers only', async () => {
    const batch = new NextBatch<string>(async ([item]) => {
      if (item === 'bad') throw new Error('bad');
    });
    const bad = batch.add(['bad']);
    await expect(bad).rejects.toThrow('bad');
    await expect(batch.add(['good'])).resolves.toBeUndefined();
  });
});
