import { detectLayout, type DetectOptions, HEAD_BYTES } from './detection/detect-layout.js';
import { decompress, type DecompressionLimits } from './archives/decompress.js';
import { GenomeRows } from './rows/genome-rows.js';
import type { Layout, Provider } from './layout.js';
import { TableReader } from './rows/table-reader.js';
import { UnreadableGenome } from './unreadable-genome.js';
import { VcfReader } from './rows/vcf-reader.js';

/** A line of a VCF with thousands of samples; nothing else comes near. */
const MAX_LINE_BYTES = 1024 * 1024;
const NEWLINE = 10;
/** More than any chip has: beyond that room is made as rows come. */
const MAX_EXPECTED_ROWS = 1_300_000;

/** What a file says: how it is laid out, and its rows in the order they stand in it. */
export interface ReadGenome {
  layout: Layout;
  rows: GenomeRows;
}

/** How a file is read. */
export interface ReadOptions extends DetectOptions {
  limits?: DecompressionLimits;
  /** How many rows to make room for at first; more are taken all the same. */
  expectedRows?: number;
  /** Called with the number of rows read so far, after each block. */
  onProgress?: ((rows: number) => void) | undefined;
}

/**
 * Reads a genotype file from a stream of bytes, compressed or not: one pass, in memory bounded by the number of markers
 * and not by the size of the text.
 *
 * @throws UnreadableGenome with the reason, when it cannot be read rightly.
 */
export async function readGenome(source: AsyncIterable<Uint8Array>, options: ReadOptions = {}): Promise<ReadGenome> {
  const reader = new GenomeReader(options, options.expectedRows);
  for await (const chunk of decompress(source, options.limits)) {
    reader.push(chunk);
    options.onProgress?.(reader.rowCount);
  }
  return reader.end();
}

/** Reads text in pieces that may end anywhere. */
export class GenomeReader {
  private readonly rows: GenomeRows;
  private carry: Buffer = Buffer.alloc(0);
  private layout: Layout | undefined;
  private lines: TableReader | VcfReader | undefined;

  constructor(
    private readonly options: DetectOptions = {},
    expectedRows = 0,
  ) {
    this.rows = new GenomeRows(Math.max(16_384, Math.min(Math.ceil(expectedRows), MAX_EXPECTED_ROWS)));
  }

  /** Rows read so far. */
  get rowCount(): number {
    return this.rows.length;
  }

  /** Who made the file, as soon as its beginning told. */
  get provider(): Provider | undefined {
    return this.layout?.provider;
  }

  /** Takes the next piece of text. */
  push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    if (this.lines) this.read(bytes, 0);
    else this.begin(Buffer.concat([this.carry, bytes]));
    if (this.lines && this.carry.length > MAX_LINE_BYTES) {
      throw new UnreadableGenome(
        'line-too-long',
        'The file has a line longer than a megabyte; it is no genotype file.',
      );
    }
  }

  /** Says that the text is complete; answers what was read. */
  end(): ReadGenome {
    const start = this.lines ? 0 : this.detect(this.carry, true);
    const last = Buffer.concat([this.carry, Buffer.from([NEWLINE])]);
    this.lines!.readLines(last, start, last.length);
    this.carry = Buffer.alloc(0);
    refuseUnreadRows(this.rows);
    return { layout: this.layout!, rows: this.rows };
  }

  private begin(head: Buffer): void {
    const start = this.detect(head, false);
    this.carry = this.lines ? Buffer.alloc(0) : head;
    if (this.lines) this.read(head, start);
  }

  /** Reads the lines that end in these bytes; only the line that began in the piece before is copied. */
  private read(bytes: Buffer, start: number): void {
    const lines = this.lines!;
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    if (end <= start) {
      this.carry = Buffer.concat([this.carry, bytes.subarray(start)]);
      return;
    }
    let first = start;
    if (this.carry.length > 0) {
      first = bytes.indexOf(NEWLINE, start) + 1;
      const line = Buffer.concat([this.carry, bytes.subarray(start, first)]);
      lines.readLines(line, 0, line.length);
    }
    lines.readLines(bytes, first, end);
    this.carry = Buffer.from(bytes.subarray(end));
  }

  private detect(head: Buffer, complete: boolean): number {
    this.layout = detectLayout(head.subarray(0, HEAD_BYTES), complete && head.length <= HEAD_BYTES, this.options);
    if (!this.layout) return 0;
    this.lines =
      this.layout.kind === 'vcf' ? new VcfReader(this.layout, this.rows) : new TableReader(this.layout, this.rows);
    return this.layout.dataStart;
  }
}

/** A file is refused when it has no marker, or when more than one row in twenty could not be read. */
function refuseUnreadRows(rows: GenomeRows): void {
  const { malformed, inexpressible } = rows.counts;
  if (rows.length === 0) {
    throw new UnreadableGenome(
      'not-a-genome',
      'The file has no row with a marker, its chromosome, its position and a genotype.',
    );
  }
  if (malformed > 10 && malformed * 20 > rows.length + malformed + inexpressible) {
    throw new UnreadableGenome(
      'too-many-malformed-rows',
      `${malformed} of ${rows.length + malformed} rows cannot be read as genotypes; the file is damaged or of another kind.`,
    );
  }
}
