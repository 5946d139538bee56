import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { genomeOf, sampleFiles } from '../../../testing/genome-texts.js';

const BUILD_38_ROWS = 'rs3094315\t1\t817186\tAA\nrs6025\t1\t169549811\tCC\nrs1\t1\t5\tAA\n';

describe('the assembly of a genome', () => {
  it('is found by where well-known markers stand when the header is silent', async () => {
    const { assembly } = (await genomeOf(`# 23andMe\n${BUILD_38_ROWS}`)).facts;
    expect(assembly).toEqual({
      assembly: 'GRCh38',
      declared: null,
      markers: { NCBI36: 0, GRCh37: 0, GRCh38: 2 },
      mismatch: false,
    });
  });

  it('is what the markers show when the header says otherwise, and the mismatch is told', async () => {
    const { assembly } = (
      await genomeOf(`# 23andMe\n# We are using reference human assembly build 37.\n${BUILD_38_ROWS}`)
    ).facts;
    expect(assembly).toMatchObject({ assembly: 'GRCh38', declared: 'GRCh37', mismatch: true });
  });

  it('is what the header says when no marker is there, and unknown when neither tells', async () => {
    const row = 'rs1\t1\t5\tAA\n';
    expect((await genomeOf(`# 23andMe, build 36\n${row}`)).facts.assembly).toMatchObject({ assembly: 'NCBI36' });
    expect((await genomeOf(`# 23andMe\n${row}`)).facts.assembly).toMatchObject({ assembly: null, mismatch: false });
  });

  const samples = sampleFiles('synthetic');
  (samples.size > 0 ? it : it.skip)('is found in the sample files of each build', async () => {
    for (const [build, assembly] of [
      ['b36', 'NCBI36'],
      ['b37', 'GRCh37'],
      ['b38', 'GRCh38'],
    ]) {
      const { facts } = await genomeOf(readFileSync(samples.get(`synthetic.23andme.${build}.20k.txt.gz`)!));
      expect(facts.assembly).toMatchObject({ assembly, mismatch: false });
    }
  });
});
