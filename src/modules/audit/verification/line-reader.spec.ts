import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LineReader } from './line-reader.js';

/** The text in blocks of the given lengths, each overwritten as soon as the next one is asked for. */
async function* lent(text: string, lengths: readonly number[]): AsyncGenerator<Buffer> {
  let offset = 0;
  for (let index = 0; offset < text.length; index++) {
    const block = Buffer.from(text.slice(offset, offset + (lengths[index % lengths.length] as number)), 'latin1');
    offset += block.length;
    yield block;
    block.fill('?');
  }
}

async function linesOf(reader: LineReader, isPutBack: (index: number) => boolean): Promise<string[]> {
  const lines: string[] = [];
  for (let line = await reader.next(); line; line = await reader.next()) {
    if (isPutBack(lines.length)) {
      reader.untake(line);
      line = reader.take() as Buffer;
    }
    lines.push(line.toString('latin1'));
  }
  return lines;
}

describe('lines', () => {
  it('are the same however they were cut into blocks, and when they were put back', async () => {
    const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 }), { maxLength: 30 });
    const lengths = fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(texts, lengths, async (lines, cuts) => {
        const text = lines.map((line) => `${line}\n`).join('');
        expect(await linesOf(new LineReader(lent(text, cuts)), (index) => index % 3 === 0)).toEqual(lines);
      }),
    );
  });
});
