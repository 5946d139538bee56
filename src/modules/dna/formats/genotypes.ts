/**
 * A call is one byte. 0 is no call; 1 to 16 are the ordered pairs of A, C, G and T (the order of the file is kept, it
 * carries no meaning); 17 to 20 one base, where the person has one copy; 21 to 26 insertions and deletions.
 */
export const NO_CALL = 0;
const BASES = 'ACGT';

const TEXTS: readonly string[] = [
  '--',
  ...Array.from(BASES).flatMap((first) => Array.from(BASES).map((second) => first + second)),
  ...Array.from(BASES),
  'II',
  'DD',
  'DI',
  'ID',
  'I',
  'D',
];

/** How many codes there are; a byte at or above it is no call of ours. */
export const GENOTYPE_CODES = TEXTS.length;

/** Returned by the readers for what is no genotype at all. */
export const INVALID_CALL = 255;

/** The text of a code: `AG`, `A`, `DI`, or `--`. */
export function genotypeText(code: number): string {
  return TEXTS[code] ?? '--';
}

const MISSING = new Set(['-', '0', '.', '?', 'N']);

/** Two allele bytes to a code, both orders, either case. One missing allele of two is no call: half is not known. */
const PAIR_CODES = buildPairCodes();
/** One allele byte to a code. */
const SINGLE_CODES = buildSingleCodes();

function bytesOf(letter: string): number[] {
  return [letter.charCodeAt(0), letter.toLowerCase().charCodeAt(0)];
}

function buildPairCodes(): Uint8Array {
  const codes = new Uint8Array(65_536).fill(INVALID_CALL);
  for (const [code, text] of TEXTS.entries()) {
    if (text.length !== 2 || code === NO_CALL) continue;
    for (const a of bytesOf(text[0]!)) for (const b of bytesOf(text[1]!)) codes[(a << 8) | b] = code;
  }
  const readable = [...Array.from(BASES), 'I', 'D', ...MISSING].flatMap(bytesOf);
  for (const missing of [...MISSING].flatMap(bytesOf)) {
    for (const other of readable) {
      codes[(missing << 8) | other] = NO_CALL;
      codes[(other << 8) | missing] = NO_CALL;
    }
  }
  return codes;
}

function buildSingleCodes(): Uint8Array {
  const codes = new Uint8Array(256).fill(INVALID_CALL);
  for (const [code, text] of TEXTS.entries()) {
    if (text.length === 1) for (const byte of bytesOf(text)) codes[byte] = code;
  }
  for (const byte of [...MISSING].flatMap(bytesOf)) codes[byte] = NO_CALL;
  return codes;
}

/** The code of two allele bytes. */
export function pairCode(first: number, second: number): number {
  return PAIR_CODES[(first << 8) | second]!;
}

/** The code of one allele byte. */
export function singleCode(allele: number): number {
  return SINGLE_CODES[allele]!;
}

const SLASH = 47;
const PIPE = 124;

/** A genotype column: `AG`, `A`, `--`, `A/G`, `A|G`; nothing at all is no call. */
export function readGenotype(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length === 2) return pairCode(bytes[start]!, bytes[start + 1]!);
  if (length === 1) return singleCode(bytes[start]!);
  if (length === 0) return NO_CALL;
  const middle = bytes[start + 1]!;
  if (length === 3 && (middle === SLASH || middle === PIPE)) return pairCode(bytes[start]!, bytes[start + 2]!);
  return INVALID_CALL;
}

/** For each code the code of the same call on the other strand (A with T, C with G); insertions and deletions stay. */
export const COMPLEMENT: Uint8Array = Uint8Array.from(TEXTS, (text) => {
  const other: Record<string, string> = { A: 'T', C: 'G', G: 'C', T: 'A' };
  return TEXTS.indexOf(
    Array.from(text)
      .map((letter) => other[letter] ?? letter)
      .join(''),
  );
});

/** For each code the one that stands for the same alleles whatever their order: `GA` becomes `AG`. */
export const UNORDERED: Uint8Array = Uint8Array.from(TEXTS, (text) => TEXTS.indexOf(Array.from(text).sort().join('')));

/** For each code of two equal alleles the code of one; every other code stays. */
export const HALVED: Uint8Array = Uint8Array.from(TEXTS, (text, code) =>
  text.length === 2 && text[0] === text[1] && code !== NO_CALL ? TEXTS.indexOf(text[0]!) : code,
);

/** For each code of one allele the code of two of it; every other code stays. */
export const DOUBLED: Uint8Array = Uint8Array.from(TEXTS, (text, code) =>
  text.length === 1 ? TEXTS.indexOf(text + text) : code,
);

/** Whether a call names two different alleles. */
export function isHeterozygous(code: number): boolean {
  const text = genotypeText(code);
  return text.length === 2 && text[0] !== text[1];
}

/** Whether a call names one allele only. */
export function isHaploid(code: number): boolean {
  return genotypeText(code).length === 1;
}

/** Two allele bytes where the person may have one copy (X, Y, MT): one missing of two is the other alone. */
export function haploidPairCode(first: number, second: number): number {
  const code = pairCode(first, second);
  if (code !== NO_CALL) return code;
  const a = singleCode(first);
  return a === NO_CALL ? singleCode(second) : a;
}
