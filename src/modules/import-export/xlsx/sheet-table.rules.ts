import { FileFault } from '../csv/file-fault.js';
import { damagedWorkbook } from './workbook-check.rules.js';

/** What a spreadsheet's cell can hold. */
export type SheetCell = string | number | boolean | Date | null;

/** A row of a sheet: those without any cell may be left out. */
export interface SheetRow {
  /** From 0. */
  readonly index: number;
  readonly values: readonly SheetCell[];
}

/** As many as a file may have, and some that are empty. */
const COLUMNS_MAX = 1000;
const ROWS_MAX = 1_048_576;

/** Writes the rows of a sheet as CSV in which every row keeps its distance from the header: what is missing is an empty line. */
export class SheetTable {
  private title: { index: number; cells: string[] } | undefined;
  /** Index of the row that the next line is. */
  private next = 0;
  private header: number | undefined;

  constructor(private readonly write: (text: string) => void) {}

  /** The spreadsheet's number of the first row below the header. */
  get firstRow(): number {
    return (this.header ?? 0) + 2;
  }

  /** Rows below the header that were written, or passed over. */
  get rows(): number {
    return this.header === undefined ? 0 : this.next - this.header - 1;
  }

  /** @throws FileFault */
  add({ index, values }: SheetRow): void {
    if (!Number.isInteger(index) || index < this.next || index >= ROWS_MAX) throw damagedWorkbook();
    if (values.length > COLUMNS_MAX && values.slice(COLUMNS_MAX).some((value) => value !== null)) {
      throw new FileFault(
        'too-many-columns',
        `The sheet has more than ${COLUMNS_MAX} columns. Remove those not needed.`,
      );
    }
    const cells = values.slice(0, COLUMNS_MAX).map((value) => cellText(value));
    const filled = cells.filter((cell) => cell.trim() !== '').length;
    if (this.header !== undefined) this.line(index, filled === 0 ? [] : cells);
    else if (filled > 0) this.findHeader(index, cells, filled);
  }

  /** Call after the last row. */
  end(): void {
    if (this.header === undefined && this.title) this.begin(this.title.index, this.title.cells);
  }

  /** A lone cell above a row of several is a title over the table, not its header. */
  private findHeader(index: number, cells: string[], filled: number): void {
    if (!this.title && filled === 1) {
      this.title = { index, cells };
      this.next = index + 1;
      return;
    }
    if (this.title && filled === 1) {
      this.begin(this.title.index, this.title.cells);
      this.line(index, cells);
      return;
    }
    this.begin(index, cells);
  }

  private begin(index: number, cells: string[]): void {
    this.header = index;
    this.next = index;
    this.line(index, cells);
  }

  private line(index: number, cells: readonly string[]): void {
    const missing = '\n'.repeat(index - this.next);
    // Every cell is quoted, so that no text in it can pass for the delimiter.
    this.write(`${missing}${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`);
    this.next = index + 1;
  }
}

/** A cell as its reader sees it, and never by a time zone: a date is the calendar date that the sheet shows. */
export function cellText(value: SheetCell): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return numberText(value);
  const ms = Math.round(value.getTime() / 1000) * 1000;
  if (Number.isNaN(ms)) return '#NUM!';
  const text = new Date(ms).toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, -14) : text.slice(0, -5).replace('T', ' ');
}

/** Without an exponent: 1e+21 is a number to nobody who reads a list. */
function numberText(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  return Number.isInteger(value) ? BigInt(value).toString() : value.toFixed(20).replace(/0+$/, '');
}
