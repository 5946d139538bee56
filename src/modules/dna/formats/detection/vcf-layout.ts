import { declaredAssembly, declaredChip } from './declared-facts.js';
import { FOUR_COLUMNS, type Layout } from '../layout.js';
import { UnreadableGenome } from '../unreadable-genome.js';

/** Column of the first sample (VCF 4.3, section 1.5: eight fixed columns and FORMAT come before). */
export const FIRST_SAMPLE_COLUMN = 9;

/**
 * The layout of a VCF by its comment lines, or `undefined` when they are no VCF's.
 *
 * @throws UnreadableGenome when it has no samples, or not the one asked for.
 */
export function detectVcfLayout(comments: readonly string[], dataStart: number, sample?: string): Layout | undefined {
  const header = comments.findLast((line) => /^#CHROM\tPOS\tID\tREF\tALT/i.test(line));
  if (!header) {
    if (!comments.some((line) => line.startsWith('##fileformat=VCF'))) return undefined;
    throw new UnreadableGenome('not-a-genome', 'This VCF has no #CHROM line.');
  }
  const samples = header.split('\t').slice(FIRST_SAMPLE_COLUMN);
  if (samples.length === 0) {
    throw new UnreadableGenome('not-a-genome', 'This VCF lists sites only: it has no sample, so no genotypes.');
  }
  const sampleIndex = sample === undefined ? 0 : samples.indexOf(sample);
  if (sampleIndex < 0) {
    throw new UnreadableGenome(
      'sample-not-found',
      `This VCF has ${samples.length} samples; the one asked for is none of them.`,
    );
  }
  const text = comments.join('\n');
  return {
    kind: 'vcf',
    provider: 'VCF',
    separator: 'tab',
    columns: FOUR_COLUMNS,
    headerWord: '',
    doublesHaploid: false,
    declaredAssembly: declaredAssembly(text),
    declaredChip: declaredChip(text),
    samples,
    sampleIndex,
    dataStart,
  };
}
