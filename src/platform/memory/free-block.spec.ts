import { describe, expect, it } from '@jest/globals';
import { freeBlock } from './free-block.js';

describe('freeing a block', () => {
  it('gives back what it has for itself, also where only a part of it is in use', () => {
    const whole = Buffer.allocUnsafeSlow(5000);
    const partly = Buffer.allocUnsafeSlow(100_000).subarray(0, 10);
    freeBlock(whole);
    freeBlock(partly);
    expect([whole, partly].map(({ length, buffer }) => [length, buffer.byteLength])).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('leaves alone what shares its memory with other small buffers', () => {
    const [one, other] = [Buffer.from('one'), Buffer.from('other')];
    expect(one.buffer).toBe(other.buffer);
    freeBlock(one);
    expect(String(other)).toBe('other');
  });
});
