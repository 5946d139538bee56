import { chromosomeName } from '../chromosomes.js';
import { IdKind, looksLikeInternal, looksLikeRs, readIdNumber } from './site-ids.js';
import { UnreadableGenome } from '../unreadable-genome.js';

/** More rows than any consumer file or exome has; what is above is a whole genome and another kind of product. */
const MAX_ROWS = 4_000_000;
const MAX_TEXT_BYTES = 64 * 1024 * 1024;

/** What was read besides the calls. */
export interface RowCounts {
  /** Rows that could not be read as a marker. */
  malformed: number;
  /** Rows on contigs a genome is not kept for (decoys, unplaced scaffolds of a VCF). */
  otherContigs: number;
  /** Calls our one byte cannot say: VCF alleles of several bases that are neither insertion nor deletion. */
  inexpressible: number;
  /** Calls of a VCF whose FILTER says not to trust them; kept as no call. */
  filtered: number;
}

/**
 * The rows of a file as columns of numbers, in the order they stand in it. A million rows take 14 MB here and some
 * 200 MB as objects.
 */
export class GenomeRows {
  length = 0;
  chromosomes = new Uint8Array(0);
  positions = new Uint32Array(0);
  idKinds = new Uint8Array(0);
  idNumbers = new Uint32Array(0);
  calls = new Uint8Array(0);
  readonly counts: RowCounts = { malformed: 0, otherContigs: 0, inexpressible: 0, filtered: 0 };

  private textBytes = new Uint8Array(0);
  private textEnds = new Uint32Array(0);
  private textCount = 0;

  constructor(expectedRows = 1024) {
    this.grow(Math.max(16, expectedRows));
  }

  /** Appends a row; the id is given as bytes and taken apart here. */
  append(bytes: Uint8Array, idStart: number, idEnd: number, chromosome: number, position: number, call: number): void {
    const row = this.length;
    if (row === this.positions.length) this.grow(row * 2);
    this.chromosomes[row] = chromosome;
    this.positions[row] = position;
    this.calls[row] = call;
    let number = -1;
    if (looksLikeRs(bytes, idStart)) {
      number = readIdNumber(bytes, idStart, idEnd, 2);
    } else if (looksLikeInternal(bytes, idStart)) {
      number = readIdNumber(bytes, idStart, idEnd, 1);
      if (number >= 0) this.idKinds[row] = IdKind.Internal;
    }
    if (number >= 0) this.idNumbers[row] = number;
    else this.appendOtherId(row, bytes.subarray(idStart, idEnd));
    this.length = row + 1;
  }

  /** These rows with room for one more; for who writes columns itself, and then raises `length`. Its kind of id is an rs number. */
  withRoom(): this {
    if (this.length === this.positions.length) this.grow(this.length * 2);
    return this;
  }

  /** Appends a row of a marker that has no name: it is called by its place. */
  appendUnnamed(chromosome: number, position: number, call: number): void {
    const row = this.length;
    if (row === this.positions.length) this.grow(row * 2);
    this.chromosomes[row] = chromosome;
    this.positions[row] = position;
    this.calls[row] = call;
    this.idKinds[row] = IdKind.Place;
    this.length = row + 1;
  }

  /** The bytes of a text id by its number. */
  textId(number: number): Uint8Array {
    const start = number === 0 ? 0 : this.textEnds[number - 1]!;
    return this.textBytes.subarray(start, this.textEnds[number]);
  }

  private appendOtherId(row: number, id: Uint8Array): void {
    const text = Buffer.from(id.buffer, id.byteOffset, id.length).toString('latin1');
    if (text === `${chromosomeName(this.chromosomes[row]!)}:${this.positions[row]!}`) {
      this.idKinds[row] = IdKind.Place;
      return;
    }
    this.idKinds[row] = IdKind.Text;
    this.idNumbers[row] = this.appendText(id);
  }

  private appendText(id: Uint8Array): number {
    const number = this.textCount;
    const start = number === 0 ? 0 : this.textEnds[number - 1]!;
    const length = id.length;
    if (start + length > MAX_TEXT_BYTES) {
      throw new UnreadableGenome('too-many-sites', 'The markers of this file have names too long to keep.');
    }
    if (start + length > this.textBytes.length) {
      const larger = new Uint8Array(Math.max(4096, (start + length) * 2));
      larger.set(this.textBytes);
      this.textBytes = larger;
    }
    if (number === this.textEnds.length) {
      const larger = new Uint32Array(Math.max(256, number * 2));
      larger.set(this.textEnds);
      this.textEnds = larger;
    }
    this.textBytes.set(id, start);
    this.textEnds[number] = start + length;
    this.textCount = number + 1;
    return number;
  }

  private grow(capacity: number): void {
    if (this.length >= MAX_ROWS) {
      throw new UnreadableGenome(
        'too-many-sites',
        `This file has more than ${MAX_ROWS} markers; genotype files and exomes are read, whole genomes are not.`,
      );
    }
    const size = Math.min(capacity, MAX_ROWS);
    this.chromosomes = enlarged(this.chromosomes, size);
    this.positions = enlarged(this.positions, size);
    this.idKinds = enlarged(this.idKinds, size);
    this.idNumbers = enlarged(this.idNumbers, size);
    this.calls = enlarged(this.calls, size);
  }
}

function enlarged<A extends Uint8Array | Uint32Array>(from: A, size: number): A {
  const to = new (from.constructor as new (size: number) => A)(size);
  to.set(from);
  return to;
}
