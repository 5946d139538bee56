import { describe, expect, it } from '@jest/globals';
import { UploadPace } from './upload-pace.js';

const PIECE_BYTES = 64 * 1024;

async function* pieces(count: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < count; i++) yield await Promise.resolve(new Uint8Array(PIECE_BYTES).fill(i));
}

async function readAll(file: AsyncIterable<Uint8Array>): Promise<number[]> {
  const seen: number[] = [];
  for await (const piece of file) seen.push(piece[0]!);
  return seen;
}

/** A clock that goes on by rests alone. */
function stoppedClock(): { now: () => number; rest: (ms: number) => Promise<void>; rested: () => number } {
  let time = 1000;
  return {
    now: () => time,
    rest: (ms) => {
      time += ms;
      return Promise.resolve();
    },
    rested: () => time - 1000,
  };
}

describe('the pace of uploads', () => {
  it('does not hold up a file that comes alone', async () => {
    const clock = stoppedClock();
    expect(await readAll(new UploadPace(clock).of(pieces(50)))).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(clock.rested()).toBe(0);
  });

  it('lets several in whole, with a millisecond of rest for each of their pieces of 64 KB', async () => {
    const clock = stoppedClock();
    const pace = new UploadPace(clock);
    const files = await Promise.all([readAll(pace.of(pieces(30))), readAll(pace.of(pieces(30)))]);
    expect(files.map(({ length }) => length)).toEqual([30, 30]);
    expect(clock.rested()).toBeGreaterThanOrEqual(54);
    expect(clock.rested()).toBeLessThanOrEqual(60);
  });

  it('forgets a file whose reader has left', async () => {
    const clock = stoppedClock();
    const pace = new UploadPace(clock);
    for await (const piece of pace.of(pieces(9))) if (piece[0] === 3) break;
    await readAll(pace.of(pieces(40)));
    expect(clock.rested()).toBe(0);
  });
});
