import { withoutGuard } from '../csv/formula-guard.rules.js';
import { CellFault, type CellReader, type CellValue, REQUIRED } from './cell.rules.js';
import type { DateOptions } from './dates.rules.js';
import type { ColumnPlan } from './header.rules.js';
import type { RowType } from './row-type.rules.js';

/** One reason why a row is rejected: the file's own column name, and never the value. */
export interface RowFault {
  readonly column: string | null;
  readonly code: string;
  readonly message: string;
}

/** A row that was understood: its values in the order of the type's fields, and all that is wrong with it. */
export interface ParsedRow {
  readonly values: CellValue[];
  readonly faults: readonly RowFault[];
}

const NO_FAULTS: readonly RowFault[] = [];
const TOO_MANY_CELLS: RowFault = {
  column: null,
  code: 'too-many-cells',
  message: 'The row has more cells than the header has columns. Put text that holds the separator in "quotes".',
};

const HASH = 35;
/** What a spreadsheet shows, and saves, where a formula came to nothing. */
const SHEET_ERRORS = new Set(['#N/A', '#REF!', '#VALUE!', '#DIV/0!', '#NAME?', '#NUM!', '#NULL!', '#SPILL!', '#CALC!']);
const SHEET_ERROR = new CellFault(
  'sheet-error',
  'Holds an error of the spreadsheet instead of a value. Put in the value, or empty the cell.',
);

/** Understands the rows of one file. Made once a file, so that a row costs no look-ups by name. */
export class RowParser {
  private readonly readers: readonly CellReader[];
  private readonly isRequired: readonly boolean[];

  constructor(
    private readonly type: RowType,
    private readonly plan: ColumnPlan,
    options: DateOptions,
  ) {
    this.readers = type.fields.map(({ reader }) => reader(options));
    this.isRequired = type.fields.map(({ isRequired = false }) => isRequired);
  }

  /** All faults of the row are told, not only the first. */
  parse(cells: readonly string[]): ParsedRow {
    const { columnOf, columns } = this.plan;
    const values: CellValue[] = [];
    let faults: RowFault[] | undefined;
    for (let at = 0; at < this.readers.length; at++) {
      const cell = cells[columnOf[at] ?? -1];
      const value = cell === undefined ? null : this.read(at, cell);
      if (value instanceof CellFault) {
        (faults ??= []).push(this.faultOf(at, value));
        values.push(null);
      } else if (value === null && this.isRequired[at]) {
        (faults ??= []).push(this.faultOf(at, REQUIRED));
        values.push(null);
      } else {
        values.push(value);
      }
    }
    if (cells.length > columns.length && !isBlank(cells, columns.length)) (faults ??= []).push(TOO_MANY_CELLS);
    faults ??= this.complete(values);
    return { values, faults: faults ?? NO_FAULTS };
  }

  private read(at: number, cell: string): CellValue | CellFault {
    const trimmed = withoutGuard(cell.trim());
    if (trimmed === '') return null;
    if (trimmed.charCodeAt(0) === HASH && SHEET_ERRORS.has(trimmed)) return SHEET_ERROR;
    return (this.readers[at] as CellReader)(trimmed);
  }

  private complete(values: CellValue[]): RowFault[] | undefined {
    return this.type.complete?.(values)?.map(({ field, fault }) => {
      const at = this.type.fields.findIndex(({ name }) => name === field);
      return this.faultOf(at, fault);
    });
  }

  private faultOf(at: number, { code, message }: CellFault): RowFault {
    const { columns, columnOf } = this.plan;
    return { column: columns[columnOf[at] ?? -1] ?? this.type.fields[at]?.name ?? null, code, message };
  }
}

/** True when every cell from `start` on is empty: a spreadsheet's leftover, not a row. */
export function isBlank(cells: readonly string[], start = 0): boolean {
  for (let at = start; at < cells.length; at++) {
    if (cells[at] !== '' && cells[at]?.trim() !== '') return false;
  }
  return true;
}
