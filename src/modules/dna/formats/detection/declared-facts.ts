import type { Assembly, Provider } from '../layout.js';

/**
 * The provider by what its own header says. The order matters: Mapmygenome, SelfDecode and others quote 23andMe's words,
 * and DNA.Land and Genes for Good say that they imitate its format.
 */
const PROVIDER_MARKS: readonly (readonly [RegExp, Provider])[] = [
  [/mapmygenome/i, 'Mapmygenome'],
  [/dna\.?land\b/i, 'DNA.Land'],
  [/genes for good/i, 'Genes for Good'],
  [/23mofang/i, '23Mofang'],
  [/selfdecode/i, 'SelfDecode'],
  [/tellmegen/i, 'tellmeGen'],
  [/ancestry(dna|\.com)/i, 'AncestryDNA'],
  [/myheritage/i, 'MyHeritage'],
  [/famfinder|familytreedna|family tree dna/i, 'FamilyTreeDNA'],
  [/living ?dna/i, 'LivingDNA'],
  [/decodeme/i, 'deCODEme'],
  [/23andme/i, '23andMe'],
  [/^#\s*circle/im, 'CircleDNA'],
  [/derived from the corresponding vcf/i, 'Sano'],
];

/** Who the comments say made the file; `undefined` when they do not. */
export function declaredProvider(comments: string): Provider | undefined {
  return PROVIDER_MARKS.find(([mark]) => mark.test(comments))?.[1];
}

const ASSEMBLY_MARKS: readonly (readonly [RegExp, Assembly])[] = [
  [/\bbuild ?36\b|\bncbi ?36|\bhg18\b|\bb36\b/i, 'NCBI36'],
  [/\bbuild ?37(\.\d)?\b|\bgrch37|\bhg19\b|\bhs37d5\b|\bb37\b/i, 'GRCh37'],
  [/\bbuild ?38\b|\bgrch38|\bhg38\b|\bb38\b|\bhs38/i, 'GRCh38'],
];

/** Lengths of chromosome 1, which a VCF names in its `contig` lines (GRC; UCSC hg18 for NCBI36). */
const CHROMOSOME_1_LENGTHS: Record<string, Assembly> = {
  '247249719': 'NCBI36',
  '249250621': 'GRCh37',
  '248956422': 'GRCh38',
};

/** The assembly the comments name; `null` when they name none, or two that contradict. */
export function declaredAssembly(comments: string): Assembly | null {
  const length = /##contig=<ID=(?:chr)?1,[^>]*length=(\d+)/i.exec(comments)?.[1];
  const byLength = length === undefined ? undefined : CHROMOSOME_1_LENGTHS[length];
  if (byLength) return byLength;
  // 23andMe's lines have "build 36" also in links; a line that says "we are using" decides before the others.
  const stated = comments.match(/(?:we are using|using human|reference)[^\n]*/gi)?.join('\n') ?? '';
  for (const text of [stated, comments]) {
    const named = ASSEMBLY_MARKS.filter(([mark]) => mark.test(text)).map(([, assembly]) => assembly);
    if (named.length === 1) return named[0]!;
  }
  return null;
}

/** The chip the comments name: AncestryDNA's array version, MyHeritage's `chip=`. */
export function declaredChip(comments: string): string | null {
  const ancestry = /AncestryDNA array version:\s*(V[\d.]+)/i.exec(comments)?.[1];
  if (ancestry) return `AncestryDNA ${ancestry.toLowerCase().replace(/\.0$/, '')}`;
  const myHeritage = /##chip=([\w -]{1,40})/i.exec(comments)?.[1];
  return myHeritage ? `MyHeritage ${myHeritage.trim()}` : null;
}
