import { INVALID_CALL, NO_CALL, pairCode, singleCode } from '../genotypes.js';
import type { GenomeRows } from './genome-rows.js';
import type { Layout } from '../layout.js';

const TAB = 9;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;
const COMMA = 44;
const ZERO = 48;
const NINE = 57;
const R = 114;
const S = 115;
const MAX_RS = 0xffff_ffff;
const MAX_POSITION = 0x7fff_ffff;

/**
 * Reads the line that 99 of 100 are: `rs` number, chromosome 1 to 22, position, and two bases in one column or two, in the
 * provider's separators, nothing else. Anything unusual is left to the general reader, which takes three times as long.
 */
export class UsualLine {
  private readonly separator: number;
  /** Whether the two alleles stand in columns of their own. */
  private readonly isSplit: boolean;
  private at = 0;

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

  /** Reads the line at `start`; answers where the next begins, or -1 when this line is not a usual one. */
  read(bytes: Uint8Array, start: number): number {
    const isQuoted = bytes[start] === QUOTE;
    this.at = isQuoted ? start + 1 : start;
    if (bytes[this.at] !== R || bytes[this.at + 1] !== S || bytes[this.at + 2] === ZERO) return -1;
    this.at += 2;
    const rs = this.number(bytes);
    if (rs <= 0 || rs > MAX_RS || !this.next(bytes, isQuoted)) return -1;
    const chromosome = this.number(bytes);
    if (chromosome < 1 || chromosome > 22 || !this.next(bytes, isQuoted)) return -1;
    const position = this.number(bytes);
    if (position < 0 || position > MAX_POSITION || !this.next(bytes, isQuoted)) return -1;
    const first = bytes[this.at++]!;
    if (this.isSplit && !this.next(bytes, isQuoted)) return -1;
    const second = bytes[this.at++]!;
    const call = pairCode(first, second);
    if (
      call === INVALID_CALL ||
      (call === NO_CALL && (singleCode(first) !== NO_CALL || singleCode(second) !== NO_CALL))
    ) {
      return -1;
    }
    if (isQuoted && bytes[this.at++] !== QUOTE) return -1;
    if (bytes[this.at] === CARRIAGE_RETURN) this.at++;
    if (bytes[this.at] !== NEWLINE) return -1;
    this.rows.appendRs(rs, chromosome, position, call);
    return this.at + 1;
  }

  /** Digits up to ten; -1 where there are none or more. */
  private number(bytes: Uint8Array): number {
    const start = this.at;
    let at = start;
    let value = 0;
    for (let byte = bytes[at]!; byte >= ZERO && byte <= NINE; byte = bytes[++at]!) value = value * 10 + byte - ZERO;
    this.at = at;
    return at > start && at - start <= 10 ? value : -1;
  }

  /** Steps over what stands between two fields. */
  private next(bytes: Uint8Array, isQuoted: boolean): boolean {
    if (isQuoted && bytes[this.at++] !== QUOTE) return false;
    if (bytes[this.at++] !== this.separator) return false;
    return !isQuoted || bytes[this.at++] === QUOTE;
  }
}
