import { describe, expect, it } from '@jest/globals';
import { LoadTurns } from './load-turns.js';

describe('The turns of loads', () => {
  it('let so many run at a time, and the others in the order in which they came', async () => {
    const turns = new LoadTurns(2);
    const begun: number[] = [];
    const ends = Array.from({ length: 5 }, () => Promise.withResolvers<number>());
    const loads = ends.map(({ promise }, index) =>
      turns.run(() => {
        begun.push(index);
        return promise;
      }),
    );
    expect(begun).toEqual([0, 1]);
    ends[1]?.resolve(1);
    await loads[1];
    await loads[1];
    expect(begun).toEqual([0, 1, 2]);
    for (const [index, { resolve }] of ends.entries()) resolve(index);
    expect(await Promise.all(loads)).toEqual([0, 1, 2, 3, 4]);
    expect(begun).toEqual([0, 1, 2, 3, 4]);
  });

  it('pass on when a load fails', async () => {
    const turns = new LoadTurns(1);
    const failing = turns.run(() => Promise.reject(new Error('gone')));
    const next = turns.run(() => Promise.resolve('well'));
    await expect(failing).rejects.toThrow('gone');
    expect(await next).toBe('well');
  });

  it('do not hold up others for ever behind a load that hangs', async () => {
    const turns = new LoadTurns(1);
    const hung = Promise.withResolvers<string>();
    const first = turns.run(() => hung.promise);
    expect(await turns.run(() => Promise.resolve('well'))).toBe('well');
    hung.resolve('late');
    expect(await first).toBe('late');
  });
});
