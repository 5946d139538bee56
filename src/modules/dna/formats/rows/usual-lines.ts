import { X, Y } from '../chromosomes.js';
import { INVALID_CALL, NO_CALL, pairCode, singleCode } from '../genotypes.js';
import type { GenomeRows } from './genome-rows.js';
import type { Layout } from '../layout.js';

const TAB = 9;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;
const COMMA = 44;
const ZERO = 48;
const R = 114;
const S = 115;
const LETTER_X = 88;
const LETTER_Y = 89;
const MAX_DIGITS = 10;
const MAX_RS = 0xffff_ffff;
const MAX_POSITION = 0x7fff_ffff;

/**
 * Reads the lines that 99 of 100 are: `rs` number, chromosome 1 to 22, X or Y, position, and two bases in one column or two, in the
 * provider's separators, nothing else. Anything unusual is left to the general reader, which takes three times as long.
 */
export class UsualLines {
  private readonly separator: number;
  /** Whether the two alleles stand in columns of their own. */
  private readonly isSplit: boolean;

  constructor(
    layout: Layout,
    private readonly rows: GenomeRows,
  ) {
    this.separator = layout.separator === 'comma' ? COMMA : TAB;
    this.isSplit = layout.columns.genotype < 0;
  }

  /** Whether lines of this layout can be usual at all. */
  static fits({ columns, separator }: Layout): boolean {
    const { id, chromosome, position, genotype, allele1, allele2, strand } = columns;
    const isPlain = id === 0 && chromosome === 1 && position === 2 && strand < 0 && separator !== 'blank';
    return isPlain && (genotype === 3 || (genotype < 0 && allele1 === 3 && allele2 === 4));
  }

  /**
   * Reads lines from `start` to the first that is not a usual one, and answers where that begins; `end` when all were. One loop
   * over locals, without a call for each field: a million lines take 60 ms so, and took 150 as a method a line that kept
   * its place in a field. The newline before `end` stops whatever runs on.
   */
  read(bytes: Uint8Array, start: number, end: number): number {
    const { rows, separator, isSplit } = this;
    let { chromosomes, positions, idNumbers, calls } = rows.withRoom();
    let row = rows.length;
    let line = start;
    while (line < end) {
      let at = line;
      const isQuoted = bytes[at] === QUOTE;
      if (isQuoted) at++;
      if (bytes[at] !== R || bytes[at + 1] !== S || bytes[at + 2] === ZERO) break;
      at += 2;

      let from = at;
      let rs = 0;
      for (let digit = bytes[at]! - ZERO; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO) rs = rs * 10 + digit;
      if (at === from || at - from > MAX_DIGITS || rs > MAX_RS) break;
      if (isQuoted && bytes[at++] !== QUOTE) break;
      if (bytes[at++] !== separator) break;
      if (isQuoted && bytes[at++] !== QUOTE) break;

      let chromosome = bytes[at++]! - ZERO;
      if (chromosome >= 1 && chromosome <= 9) {
        const second = bytes[at]! - ZERO;
        if (second >= 0 && second <= 9) {
          chromosome = chromosome * 10 + second;
          at++;
        }
        if (chromosome > 22) break;
      } else if (chromosome === LETTER_X - ZERO) chromosome = X;
      else if (chromosome === LETTER_Y - ZERO) chromosome = Y;
      else break;
      if (isQuoted && bytes[at++] !== QUOTE) break;
      if (bytes[at++] !== separator) break;
      if (isQuoted && bytes[at++] !== QUOTE) break;

      from = at;
      let position = 0;
      for (let digit = bytes[at]! - ZERO; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO)
        position = position * 10 + digit;
      if (at === from || at - from > MAX_DIGITS || position > MAX_POSITION) break;
      if (isQuoted && bytes[at++] !== QUOTE) break;
      if (bytes[at++] !== separator) break;
      if (isQuoted && bytes[at++] !== QUOTE) break;

      const allele1 = bytes[at++]!;
      if (isSplit) {
        if (isQuoted && bytes[at++] !== QUOTE) break;
        if (bytes[at++] !== separator) break;
        if (isQuoted && bytes[at++] !== QUOTE) break;
      }
      const allele2 = bytes[at++]!;
      const call = pairCode(allele1, allele2);
      if (call === INVALID_CALL) break;
      if (call === NO_CALL && (singleCode(allele1) !== NO_CALL || singleCode(allele2) !== NO_CALL)) break;
      if (isQuoted && bytes[at++] !== QUOTE) break;
      if (bytes[at] === CARRIAGE_RETURN) at++;
      if (bytes[at] !== NEWLINE) break;

      if (row === positions.length) {
        rows.length = row;
        ({ chromosomes, positions, idNumbers, calls } = rows.withRoom());
      }
      chromosomes[row] = chromosome;
      positions[row] = position;
      idNumbers[row] = rs;
      calls[row++] = call;
      line = at + 1;
    }
    rows.length = row;
    return line;
  }
}
