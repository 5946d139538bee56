/** Chromosome codes in the order a genome is kept in: 1 to 22, X, Y, MT, and 26 for markers without a place ("0"). */
export const X = 23;
export const Y = 24;
export const MT = 25;
export const UNPLACED = 26;

const NAMES = [
  '',
  ...Array.from({ length: 22 }, (_, i) => String(i + 1)),
  'X',
  'Y',
  'MT',
  '0',
] as const satisfies readonly string[];

/** The name a code goes by: `1` to `22`, `X`, `Y`, `MT`, `0`. */
export function chromosomeName(code: number): string {
  return NAMES[code] ?? '';
}

const CODE_BY_NAME = new Map<string, number>([
  ...NAMES.map((name, code) => [name, code] as const).slice(1),
  ['M', MT],
  ['XY', X],
  ['PAR', X],
  // PLINK's and AncestryDNA's numbers: 25 is the pseudoautosomal region, given in coordinates of X.
  ['23', X],
  ['24', Y],
  ['25', X],
  ['26', MT],
]);

/** The code of a chromosome's name as any provider writes it (`chr` prefix, case and a leading zero ignored); 0 when it is none. */
export function chromosomeCode(name: string): number {
  return CODE_BY_NAME.get(name.toUpperCase().replace(/^(CHR)?0?(?=.)/, '')) ?? 0;
}

const LETTER_X = 88;
const LETTER_Y = 89;

/** `chromosomeCode` over bytes: numbers, X and Y are read in place, anything else falls back to the table of names. */
export function readChromosome(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  const first = bytes[start]! - 48;
  if (length === 1) {
    if (first >= 1 && first <= 9) return first;
    if (bytes[start] === LETTER_X) return X;
    if (bytes[start] === LETTER_Y) return Y;
  }
  if (length === 2 && (first === 1 || first === 2)) {
    const second = bytes[start + 1]! - 48;
    const code = first * 10 + second;
    if (second >= 0 && second <= 9 && code <= 22) return code;
  }
  if (length < 1 || length > 8) return 0;
  return chromosomeCode(Buffer.from(bytes.buffer, bytes.byteOffset + start, length).toString('latin1'));
}

/**
 * Pseudoautosomal regions of X, where a man has two copies, 1-based and inclusive.
 * Source: Genome Reference Consortium, PAR definitions of GRCh37 and GRCh38; UCSC hg18 for NCBI36.
 */
const PAR_OF_X: Record<string, readonly (readonly [number, number])[]> = {
  NCBI36: [
    [1, 2_709_520],
    [154_584_238, 154_913_754],
  ],
  GRCh37: [
    [60_001, 2_699_520],
    [154_931_044, 155_260_560],
  ],
  GRCh38: [
    [10_001, 2_781_479],
    [155_701_383, 156_030_895],
  ],
};

/** Whether a position of X lies in a pseudoautosomal region; an unknown assembly is read as GRCh37. */
export function isPseudoautosomal(position: number, assembly: string | null): boolean {
  const regions = PAR_OF_X[assembly ?? 'GRCh37'] ?? [];
  return regions.some(([start, end]) => position >= start && position <= end);
}
