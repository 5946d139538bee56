import { INVALID_CALL, NO_CALL, singleCode } from '../genotypes.js';

const COMMA = 44;
const DOT = 46;
const LESS_THAN = 60;
const STAR = 42;
const INSERTION = 73;
const DELETION = 68;

/** The byte that stands for an allele nobody knows. */
export const MISSING_ALLELE = 45;
/** The byte that stands for an allele one byte cannot say. */
const OTHER_ALLELE = 1;

const MAX_ALTERNATIVES = 32;

/**
 * The letters of one VCF line's alleles: index 0 is REF, then each ALT (VCF 4.3, sections 1.6.1 and 5). Alleles of one
 * base are that base. Where REF and the one alternative differ in length, the longer is `I` and the shorter `D`, as
 * consumer files write them. Symbolic alleles other than `<INS>` and `<DEL>`, `*` and `.` are missing.
 */
export class VcfAlleles {
  private readonly letters = new Uint8Array(MAX_ALTERNATIVES + 1);
  private readonly lengths = new Int32Array(MAX_ALTERNATIVES + 1);
  private count = 0;

  /** The letter of allele `number`, missing when the line has fewer. */
  letter(number: number): number {
    return number < this.count ? this.letters[number]! : MISSING_ALLELE;
  }

  /** Reads REF and ALT of a line. */
  read(bytes: Uint8Array, refStart: number, refEnd: number, altStart: number, altEnd: number): void {
    this.letters[0] = letterOf(bytes[refStart]!);
    this.lengths[0] = refEnd - refStart;
    this.count = 1;
    let start = altStart;
    for (let at = altStart; at <= altEnd && this.count <= MAX_ALTERNATIVES; at++) {
      if (at < altEnd && bytes[at] !== COMMA) continue;
      this.readAlternative(bytes, start, at);
      start = at + 1;
    }
    this.nameLongAlleles();
  }

  private readAlternative(bytes: Uint8Array, start: number, end: number): void {
    const first = bytes[start]!;
    const isSymbolic = first === LESS_THAN;
    const isBases = !isSymbolic && first !== STAR && first !== DOT && end > start;
    this.letters[this.count] = isSymbolic
      ? symbolicLetter(bytes, start, end)
      : isBases
        ? letterOf(first)
        : MISSING_ALLELE;
    this.lengths[this.count] = isBases ? end - start : 0;
    this.count++;
  }

  /** Bases longer than one are named by comparison, where there are two alleles to compare. */
  private nameLongAlleles(): void {
    const { letters, lengths, count } = this;
    let alternatives = 0;
    let only = 0;
    let isLong = lengths[0]! > 1;
    for (let i = 1; i < count; i++) {
      if (lengths[i] === 0) continue;
      alternatives++;
      only = i;
      if (lengths[i]! > 1) isLong = true;
    }
    if (alternatives === 0) {
      if (count === 2 && letters[1] === INSERTION) letters[0] = DELETION;
      else if (count === 2 && letters[1] === DELETION) letters[0] = INSERTION;
      else if (isLong) letters[0] = OTHER_ALLELE;
      return;
    }
    if (!isLong) return;
    if (alternatives === 1 && lengths[only] !== lengths[0]) {
      const isInsertion = lengths[only]! > lengths[0]!;
      letters[only] = isInsertion ? INSERTION : DELETION;
      letters[0] = isInsertion ? DELETION : INSERTION;
      return;
    }
    for (let i = 0; i < count; i++) if (lengths[i]! > 0) letters[i] = OTHER_ALLELE;
  }
}

function letterOf(byte: number): number {
  const code = singleCode(byte);
  return code === INVALID_CALL || code === NO_CALL ? MISSING_ALLELE : byte;
}

function symbolicLetter(bytes: Uint8Array, start: number, end: number): number {
  const name = Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.min(end - start, 4)).toString('latin1');
  if (name === '<INS') return INSERTION;
  return name === '<DEL' ? DELETION : MISSING_ALLELE;
}
