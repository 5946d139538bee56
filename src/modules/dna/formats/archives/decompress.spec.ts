import { describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { genomeOf, linesOf } from '../../../../testing/genome-texts.js';
import { zip } from '../../../../testing/zip.js';

const TEXT = Array.from({ length: 3000 }, (_, i) => `rs${i + 1}\t1\t${i * 10 + 1}\tAG`).join('\n');
const LINES = TEXT.split('\n').map((row) => row.replace(/\t1\t/, ' 1:').replace('\t', ' '));

const content = Buffer.from(TEXT);

describe('compressed files', () => {
  it('reads gzip, gzip in several members, and zip in each form', async () => {
    const half = TEXT.indexOf('\n', TEXT.length / 2) + 1;
    const forms = [
      gzipSync(TEXT),
      Buffer.concat([gzipSync(TEXT.slice(0, half)), gzipSync(TEXT.slice(half))]),
      zip({ name: 'genome.txt', content }),
      zip({ name: 'genome.txt', content, hasDescriptor: true }),
      zip({ name: 'genome.txt', content, isStored: true }),
      zip({ name: 'folder/', content: Buffer.alloc(0), isStored: true }, { name: 'folder/genome.txt', content }),
      zip(
        { name: 'genome.txt', content, hasDescriptor: true },
        { name: '__MACOSX/._genome.txt', content: Buffer.from('x') },
      ),
    ];
    for (const form of forms) {
      for (const size of [65_536, 1000, 17]) expect(linesOf(await genomeOf(form, {}, size))).toEqual(LINES);
    }
  });

  it('refuses a bomb by its ratio and a large file by its size', async () => {
    const bomb = Buffer.alloc(16 * 1024 * 1024, 'rs1\t1\t1\tAA\n');
    await expect(genomeOf(gzipSync(bomb))).rejects.toMatchObject({ reason: 'decompression-bomb' });
    await expect(genomeOf(zip({ name: 'a', content: bomb }))).rejects.toMatchObject({ reason: 'decompression-bomb' });
    const limits = { maxBytes: 1000, maxRatio: 100 };
    await expect(genomeOf(TEXT, { limits }, 500)).rejects.toMatchObject({ reason: 'file-too-large' });
    await expect(genomeOf(gzipSync(TEXT), { limits })).rejects.toMatchObject({ reason: 'file-too-large' });
  });

  it('refuses damaged, cut, encrypted and crowded archives', async () => {
    const gz = gzipSync(TEXT);
    const whole = zip({ name: 'a.txt', content });
    const flipped = Buffer.from(whole);
    flipped[14]! ^= 1;
    const cases: [Buffer, string][] = [
      [gz.subarray(0, gz.length / 2), 'corrupt-archive'],
      [Buffer.concat([gz.subarray(0, 40), Buffer.alloc(40, 7), gz.subarray(80)]), 'corrupt-archive'],
      [whole.subarray(0, whole.length / 2), 'corrupt-archive'],
      [flipped, 'corrupt-archive'],
      [zip({ name: 'a.txt', content, flags: 1 }), 'encrypted-archive'],
      [zip({ name: 'a.txt', content }, { name: 'b.txt', content }), 'archive-with-several-files'],
      [zip({ name: 'folder/', content: Buffer.alloc(0), isStored: true }), 'empty-file'],
      [zip({ name: '[Content_Types].xml', content }), 'not-a-genome'],
    ];
    for (const [bytes, reason] of cases) {
      for (const size of [65_536, 13]) await expect(genomeOf(bytes, {}, size)).rejects.toMatchObject({ reason });
    }
  });
});
