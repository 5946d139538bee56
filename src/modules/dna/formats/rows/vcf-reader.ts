import { readChromosome } from '../chromosomes.js';
import type { GenomeRows } from './genome-rows.js';
import { INVALID_CALL, NO_CALL, pairCode, singleCode } from '../genotypes.js';
import type { Layout } from '../layout.js';
import { MAX_ID_BYTES } from './site-ids.js';
import { MISSING_ALLELE, VcfAlleles } from './vcf-alleles.js';
import { FIRST_SAMPLE_COLUMN } from '../detection/vcf-layout.js';

const TAB = 9;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const HASH = 35;
const DOT = 46;
const SLASH = 47;
const COLON = 58;
const SEMICOLON = 59;
const PIPE = 124;

const CHROM = 0;
const POS = 1;
const ID = 2;
const REF = 3;
const ALT = 4;
const FILTER = 6;
const FORMAT = 8;

/**
 * Reads the rows of a VCF (4.x, section 1.6) for one sample, from bytes. Half-called, filtered and missing calls are no
 * call; a line whose alleles one byte cannot say is counted and left out.
 */
export class VcfReader {
  private readonly sampleColumn: number;
  private readonly starts = new Int32Array(FIRST_SAMPLE_COLUMN + 1);
  private readonly ends = new Int32Array(FIRST_SAMPLE_COLUMN + 1);
  private readonly alleles = new VcfAlleles();

  constructor(
    layout: Layout,
    private readonly rows: GenomeRows,
  ) {
    this.sampleColumn = FIRST_SAMPLE_COLUMN + layout.sampleIndex;
  }

  /** Reads whole lines: `bytes` from `start` to `end`, which ends with a newline or is the end of the file. */
  readLines(bytes: Uint8Array, start: number, end: number): void {
    let at = start;
    while (at < end) {
      const newline = bytes.indexOf(NEWLINE, at);
      const lineEnd = newline < 0 || newline > end ? end : newline;
      const last = lineEnd > at && bytes[lineEnd - 1] === CARRIAGE_RETURN ? lineEnd - 1 : lineEnd;
      if (bytes[at] !== HASH && last > at) this.readLine(bytes, at, last);
      at = lineEnd + 1;
    }
  }

  private readLine(bytes: Uint8Array, start: number, end: number): void {
    if (!this.findFields(bytes, start, end)) {
      this.rows.counts.malformed++;
      return;
    }
    const { starts, ends, rows } = this;
    const position = Number(
      Buffer.from(bytes.buffer, bytes.byteOffset + starts[POS]!, ends[POS]! - starts[POS]!).toString('latin1'),
    );
    if (!Number.isInteger(position) || position < 0 || position > 0x7fff_ffff) {
      rows.counts.malformed++;
      return;
    }
    const chromosome = readChromosome(bytes, starts[CHROM]!, ends[CHROM]!);
    if (chromosome === 0) {
      rows.counts.otherContigs++;
      return;
    }
    const call = this.readCall(bytes);
    if (call === INVALID_CALL) {
      rows.counts.inexpressible++;
      return;
    }
    this.append(bytes, chromosome, position, call);
  }

  private append(bytes: Uint8Array, chromosome: number, position: number, call: number): void {
    const idStart = this.starts[ID]!;
    let idEnd = this.ends[ID]!;
    const semicolon = bytes.indexOf(SEMICOLON, idStart);
    if (semicolon > idStart && semicolon < idEnd) idEnd = semicolon;
    const isNamed = idEnd > idStart && bytes[idStart] !== DOT && idEnd - idStart <= MAX_ID_BYTES;
    if (isNamed) this.rows.append(bytes, idStart, idEnd, chromosome, position, call);
    else this.rows.appendUnnamed(chromosome, position, call);
  }

  /** Offsets of the eight fixed fields, FORMAT and the sample's; the samples between are skipped. */
  private findFields(bytes: Uint8Array, start: number, end: number): boolean {
    let at = start;
    for (let column = 0; column <= this.sampleColumn; column++) {
      const tab = bytes.indexOf(TAB, at);
      const fieldEnd = tab < 0 || tab > end ? end : tab;
      const slot = column < FIRST_SAMPLE_COLUMN ? column : FIRST_SAMPLE_COLUMN;
      this.starts[slot] = at;
      this.ends[slot] = fieldEnd;
      if (fieldEnd === end && column < this.sampleColumn) return false;
      at = fieldEnd + 1;
    }
    return true;
  }

  private readCall(bytes: Uint8Array): number {
    const { starts, ends } = this;
    if (!isGenotyped(bytes, starts[FORMAT]!, ends[FORMAT]!)) return NO_CALL;
    this.alleles.read(bytes, starts[REF]!, ends[REF]!, starts[ALT]!, ends[ALT]!);
    let first = MISSING_ALLELE;
    let second = MISSING_ALLELE;
    let count = 0;
    let number = -1;
    const end = ends[FIRST_SAMPLE_COLUMN]!;
    for (let at = starts[FIRST_SAMPLE_COLUMN]!; ; at++) {
      const byte = at < end ? bytes[at]! : COLON;
      if (byte >= 48 && byte <= 57) {
        number = Math.max(number, 0) * 10 + byte - 48;
      } else if (byte === SLASH || byte === PIPE || byte === COLON) {
        const allele = number < 0 ? MISSING_ALLELE : this.alleles.letter(number);
        if (count === 0) first = allele;
        else second = allele;
        count++;
        number = -1;
        if (byte === COLON) break;
      } else if (byte !== DOT) return INVALID_CALL;
    }
    if (count > 2) return INVALID_CALL;
    return this.filtered(bytes, count === 1 ? singleCode(first) : pairCode(first, second));
  }

  /** A call that failed the caller's own filters is not to be trusted: it stays a site without a call. */
  private filtered(bytes: Uint8Array, call: number): number {
    const start = this.starts[FILTER]!;
    const length = this.ends[FILTER]! - start;
    const passes =
      (length === 1 && bytes[start] === DOT) ||
      (length === 4 &&
        bytes[start] === 80 &&
        bytes[start + 1] === 65 &&
        bytes[start + 2] === 83 &&
        bytes[start + 3] === 83);
    if (passes || call === NO_CALL || call === INVALID_CALL) return call;
    this.rows.counts.filtered++;
    return NO_CALL;
  }
}

/** GT is the first key where it is present (VCF 4.3, section 1.6.2). */
function isGenotyped(bytes: Uint8Array, start: number, end: number): boolean {
  return bytes[start] === 71 && bytes[start + 1] === 84 && (end - start === 2 || bytes[start + 2] === COLON);
}
