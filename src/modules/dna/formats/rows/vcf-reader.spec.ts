import { describe, expect, it } from '@jest/globals';
import { genomeOf, linesOf } from '../../../../testing/genome-texts.js';

const HEADER =
  '##fileformat=VCFv4.2\n##contig=<ID=1,length=249250621>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT';

const row = (position: number, id: string, ref: string, alt: string, ...samples: string[]): string =>
  `chr1\t${position}\t${id}\t${ref}\t${alt}\t.\tPASS\t.\tGT:DP\t${samples.map((gt) => `${gt}:30`).join('\t')}`;

const vcf = (rows: readonly string[], samples = ['FIRST']): string =>
  `${HEADER}\t${samples.join('\t')}\n${rows.join('\n')}\n`;

describe('reading a VCF', () => {
  it('writes calls as letters, phased or not, and one letter where there is one copy', async () => {
    const rows = [
      row(1, 'rs1', 'A', 'G', '0/1'),
      row(2, 'rs2', 'A', 'G', '1|0'),
      row(3, 'rs3', 'G', 'T,C', '1/2'),
      row(4, 'rs4', 'C', '.', '0/0'),
      row(5, '.', 'C', 'T', '1'),
      row(6, 'rs6;rs66', 'C', 'T', './.'),
      row(7, 'rs7', 'C', 'T', '0/.'),
    ];
    const genome = await genomeOf(vcf(rows));
    expect(linesOf(genome)).toEqual([
      'rs1 1:1 AG',
      'rs2 1:2 GA',
      'rs3 1:3 TC',
      'rs4 1:4 CC',
      '1:5 1:5 T',
      'rs6 1:6 --',
      'rs7 1:7 --',
    ]);
    expect(genome.facts).toMatchObject({ provider: 'VCF', assembly: { assembly: 'GRCh37' } });
  });

  it('writes insertions and deletions as consumer files do, and counts what one byte cannot say', async () => {
    const rows = [
      row(1, 'rs1', 'A', 'AGC', '0/1'),
      row(2, 'rs2', 'AGC', 'A', '1/1'),
      row(3, 'rs3', 'A', '<DEL>', '0/1'),
      row(4, 'rs4', 'A', 'G,<NON_REF>', '0/1'),
      row(5, 'rs5', 'AT', 'GC', '0/1'),
      row(6, 'rs6', 'A', 'AT,ATT', '1/2'),
      row(7, 'rs7', 'A', 'G', '0/1/1'),
    ];
    const { facts, ...genome } = await genomeOf(vcf(rows));
    expect(linesOf(genome)).toEqual(['rs1 1:1 DI', 'rs2 1:2 DD', 'rs3 1:3 ID', 'rs4 1:4 AG']);
    expect(facts.unread.inexpressible).toBe(3);
  });

  it('reads the sample that is asked for', async () => {
    const text = vcf([row(1, 'rs1', 'A', 'G', '0/0', '1/1')], ['FIRST', 'SECOND']);
    expect(linesOf(await genomeOf(text))).toEqual(['rs1 1:1 AA']);
    expect(linesOf(await genomeOf(text, { sample: 'SECOND' }))).toEqual(['rs1 1:1 GG']);
    await expect(genomeOf(text, { sample: 'THIRD' })).rejects.toMatchObject({ reason: 'sample-not-found' });
  });

  it('does not believe calls that failed a filter', async () => {
    const { facts, ...genome } = await genomeOf(vcf([row(1, 'rs1', 'A', 'G', '0/1').replace('PASS', 'LowQual')]));
    expect(linesOf(genome)).toEqual(['rs1 1:1 --']);
    expect(facts.unread.filtered).toBe(1);
  });

  it('refuses a VCF without samples or without its header', async () => {
    await expect(genomeOf(`${HEADER.replace('\tFORMAT', '')}\n1\t1\trs1\tA\tG\t.\t.\t.\n`)).rejects.toMatchObject({
      detail: expect.stringMatching(/no sample/),
    });
    await expect(genomeOf('##fileformat=VCFv4.2\n1\t1\trs1\tA\tG\t.\t.\t.\tGT\t0/1\n')).rejects.toMatchObject({
      detail: expect.stringMatching(/#CHROM/),
    });
  });
});
