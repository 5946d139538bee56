import { MT, readChromosome, X } from '../chromosomes.js';
import { COMPLEMENT, haploidPairCode, INVALID_CALL, NO_CALL, pairCode, readGenotype } from '../genotypes.js';
import type { GenomeRows } from './genome-rows.js';
import type { Columns, Layout } from '../layout.js';
import { MAX_ID_BYTES } from './site-ids.js';
import { UnreadableGenome } from '../unreadable-genome.js';
import { UsualLines } from './usual-lines.js';

const NEWLINE = 10;
const HASH = 35;
const MINUS = 45;
const FIELD = 0;
const SEPARATOR = 1;
const END_OF_LINE = 2;
const IGNORED = 3;

/** Columns of one line; a report has some forty. */
const MAX_COLUMNS = 64;

/**
 * Reads the rows of a table of genotypes from bytes, without making a string of any line: fields are found by a table of
 * 256 byte classes, numbers are read in place. Quotes and blanks around a field are dropped, comments are skipped
 * wherever they stand.
 */
export class TableReader {
  private readonly classes: Uint8Array;
  private readonly collapses: boolean;
  private readonly columns: Columns;
  private readonly lastColumn: number;
  private readonly starts = new Int32Array(MAX_COLUMNS);
  private readonly ends = new Int32Array(MAX_COLUMNS);
  private readonly headerWord: Buffer;
  private readonly usual: UsualLines | undefined;

  constructor(
    layout: Layout,
    private readonly rows: GenomeRows,
  ) {
    this.columns = layout.columns;
    this.lastColumn = Math.max(...Object.values(layout.columns));
    if (this.lastColumn >= MAX_COLUMNS)
      throw new UnreadableGenome('unsupported-format', 'The table has too many columns.');
    this.collapses = layout.separator !== 'comma';
    this.classes = byteClasses(layout.separator);
    this.usual = UsualLines.fits(layout) ? new UsualLines(layout, rows) : undefined;
    this.headerWord = Buffer.from(layout.headerWord, 'latin1');
  }

  /** Reads whole lines: `bytes` from `start` to `end`, where the last line ends with its newline. */
  readLines(bytes: Uint8Array, start: number, end: number): void {
    const { usual } = this;
    let at = start;
    while (at < end) {
      if (usual) at = usual.read(bytes, at, end);
      if (at < end) at = bytes[at] === HASH ? skipLine(bytes, at, end) : this.readLine(bytes, at);
    }
  }

  /** Finds the fields of one line; answers where the next begins. The newline at its end stops every loop. */
  private readLine(bytes: Uint8Array, start: number): number {
    const { classes, starts, ends, collapses } = this;
    const passedOver = collapses ? SEPARATOR : IGNORED;
    let fields = 0;
    let at = start;
    for (;;) {
      let kind = classes[bytes[at]!]!;
      while (kind === IGNORED || kind === passedOver) kind = classes[bytes[++at]!]!;
      const fieldStart = at;
      let fieldEnd = at;
      while (kind === FIELD || kind === IGNORED) {
        while (classes[bytes[at]!] === FIELD) at++;
        fieldEnd = at;
        while ((kind = classes[bytes[at]!]!) === IGNORED) at++;
      }
      if (fieldEnd > fieldStart || (!collapses && (kind === SEPARATOR || fields > 0))) {
        if (fields < MAX_COLUMNS) {
          starts[fields] = fieldStart;
          ends[fields++] = fieldEnd;
        }
      }
      at++;
      if (kind === END_OF_LINE) break;
    }
    if (fields > 0) this.readRow(bytes, fields);
    return at;
  }

  private readRow(bytes: Uint8Array, fields: number): void {
    const { columns, starts, ends, rows } = this;
    const idStart = starts[columns.id]!;
    const idEnd = ends[columns.id]!;
    if (bytes[idStart] === HASH) return;
    const position =
      fields > this.lastColumn ? readPosition(bytes, starts[columns.position]!, ends[columns.position]!) : -1;
    if (position < 0 || idEnd === idStart || idEnd - idStart > MAX_ID_BYTES) {
      if (!this.isRepeatedHeader(bytes, idStart, idEnd)) rows.counts.malformed++;
      return;
    }
    const chromosome = readChromosome(bytes, starts[columns.chromosome]!, ends[columns.chromosome]!);
    const call = this.readCall(bytes, chromosome);
    if (call === INVALID_CALL) {
      rows.counts.malformed++;
    } else if (chromosome === 0) {
      // A CSV's "0" means the provider does not know where the marker is; `readChromosome` knows it by name.
      rows.counts.otherContigs++;
    } else {
      rows.append(bytes, idStart, firstOfSeveral(bytes, idStart, idEnd), chromosome, position, call);
    }
  }

  private readCall(bytes: Uint8Array, chromosome: number): number {
    const { columns, starts, ends } = this;
    let call: number;
    if (columns.genotype >= 0) {
      const start = starts[columns.genotype]!;
      const end = ends[columns.genotype]!;
      call = readGenotype(bytes, start, end);
      if (call === NO_CALL && end - start === 2 && mayBeHaploid(chromosome)) {
        call = haploidPairCode(bytes[start]!, bytes[start + 1]!);
      }
    } else {
      const first = alleleByte(bytes, starts[columns.allele1]!, ends[columns.allele1]!);
      const second = alleleByte(bytes, starts[columns.allele2]!, ends[columns.allele2]!);
      call = mayBeHaploid(chromosome) ? haploidPairCode(first, second) : pairCode(first, second);
    }
    const isMinus = columns.strand >= 0 && bytes[starts[columns.strand]!] === MINUS;
    return isMinus && call !== INVALID_CALL ? COMPLEMENT[call]! : call;
  }

  private isRepeatedHeader(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start !== this.headerWord.length || end === start) return false;
    return (
      Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start)
        .toString('latin1')
        .toLowerCase() === this.headerWord.toString('latin1')
    );
  }
}

function byteClasses(separator: Layout['separator']): Uint8Array {
  const classes = new Uint8Array(256);
  const set = (letters: string, kind: number): void => {
    for (const letter of letters) classes[letter.charCodeAt(0)] = kind;
  };
  set('"\r \t', IGNORED);
  set('\n', END_OF_LINE);
  set({ comma: ',', tab: '\t', blank: '\t ' }[separator], SEPARATOR);
  return classes;
}

function skipLine(bytes: Uint8Array, start: number, end: number): number {
  const newline = bytes.indexOf(NEWLINE, start);
  return newline < 0 || newline >= end ? end : newline + 1;
}

/** Reads a position, or -1 where there is no number below 2^31. */
function readPosition(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 10 || end === start) return -1;
  let position = 0;
  for (let i = start; i < end; i++) {
    const digit = bytes[i]! - 48;
    if (digit < 0 || digit > 9) return -1;
    position = position * 10 + digit;
  }
  return position <= 0x7fff_ffff ? position : -1;
}

/** An allele column: one letter, or nothing or `--` where there is none. */
function alleleByte(bytes: Uint8Array, start: number, end: number): number {
  if (end - start === 1) return bytes[start]!;
  if (end === start || (end - start === 2 && bytes[start] === MINUS && bytes[start + 1] === MINUS)) return MINUS;
  return 1;
}

function mayBeHaploid(chromosome: number): boolean {
  return chromosome >= X && chromosome <= MT;
}

/** A marker with several names (`rs6,rs9`) goes by the first. */
function firstOfSeveral(bytes: Uint8Array, start: number, end: number): number {
  for (let i = start; i < end; i++) if (bytes[i] === 44 || bytes[i] === 59) return i === start ? end : i;
  return end;
}
