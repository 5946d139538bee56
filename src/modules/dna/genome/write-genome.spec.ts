import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { genomeOf, linesOf } from '../../../testing/genome-texts.js';
import { GENOTYPE_CODES, genotypeText } from '../formats/genotypes.js';
import type { Provider } from '../formats/layout.js';
import { writtenFormat } from '../formats/written-formats.js';
import { chromosomeName } from '../formats/chromosomes.js';
import type { Genome } from './genome.rules.js';
import { digestSites } from './site-list.js';
import { writeGenome } from './write-genome.js';

const id = fc.oneof(
  fc.integer({ min: 1, max: 0xffff_ffff }).map((n) => `rs${n}`),
  fc.integer({ min: 1, max: 9_999_999 }).map((n) => `i${n}`),
  fc.constantFrom('kgp12', 'VG01S3', 'exm-7', 'rs007', 'GSA-1:2'),
);
const row = fc.record({
  id,
  chromosome: fc.integer({ min: 1, max: 25 }),
  position: fc.integer({ min: 1, max: 250_000_000 }),
  call: fc.integer({ min: 0, max: GENOTYPE_CODES - 1 }),
});
const rows = fc.array(row, { minLength: 1, maxLength: 40 });
const providers: Provider[] = [
  '23andMe',
  'AncestryDNA',
  'MyHeritage',
  'FamilyTreeDNA',
  'LivingDNA',
  'deCODEme',
  'DNA.Land',
  'tellmeGen',
  'VCF',
  'other',
];

async function written(genome: Genome): Promise<string> {
  let text = '';
  const { provider, chip, assembly, halved } = genome.facts;
  for await (const part of writeGenome({ provider, chip, assembly: assembly.assembly }, halved, [genome])) text += part;
  return text;
}

describe('writing a genome back', () => {
  it('is the inverse of reading it, for every provider', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...providers), rows, async (provider, list) => {
        const format = writtenFormat(provider);
        const facts = { provider, assembly: 'GRCh37', chip: null } as const;
        const body = list.map(({ id, chromosome, position, call }) => {
          const name = format.chromosome(chromosome, chromosomeName(chromosome), position, 'GRCh37');
          return format.row(id, name, position, call === 0 ? '' : genotypeText(call));
        });
        const first = await genomeOf(format.header(facts) + body.join(''));
        const second = await genomeOf(await written(first));
        expect(linesOf(second)).toEqual(linesOf(first));
        expect(digestSites(second.sites)).toEqual(digestSites(first.sites));
        expect(second.facts.provider).toBe(first.facts.provider);
        expect(first.facts.provider).toBe(provider);
      }),
      { numRuns: 100 },
    );
  });
});
