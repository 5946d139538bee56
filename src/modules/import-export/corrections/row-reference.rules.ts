/** The last column of `errors.csv`, behind the nurse's own. */
export const ERROR_COLUMN = 'error';

/**
 * What stands in that column: the number of the row in the nurse's own file, which says on the way back which row a line corrects,
 * and what is wrong with it. A column of its own would have to be kept by hand as much, and would not be "own columns plus error".
 */
export function errorCell(row: number, error: string): string {
  return `Row ${row}: ${error}`;
}

const REFERENCE = /^\s*row\s+(\d{1,15})\b/i;

/** A line of a corrected file. */
export interface CorrectedLine {
  /** The row that it corrects; undefined when the line no longer tells. */
  readonly row: number | undefined;
  /** The import's own cells. */
  readonly cells: readonly string[];
}

/** Which cells of a corrected file are the import's columns, in the order of the import. */
export interface CorrectedColumns {
  readonly positions: readonly number[];
  /** Columns of the header. */
  readonly width: number;
  /** Where `error` stands; undefined when the column was taken away. */
  readonly errorAt: number | undefined;
}

/** Finds the import's columns in the header of a corrected file; undefined when one is missing. */
export function correctedColumns(columns: readonly string[], header: readonly string[]): CorrectedColumns | undefined {
  const names = header.map((name) => name.trim());
  const positions: number[] = [];
  for (const column of columns) {
    const at = names.findIndex((name, index) => name === column.trim() && !positions.includes(index));
    if (at === -1) return undefined;
    positions.push(at);
  }
  const errorAt = names.findLastIndex(
    (name, index) => name.toLowerCase() === ERROR_COLUMN && !positions.includes(index),
  );
  return { positions, width: names.length, errorAt: errorAt === -1 ? undefined : errorAt };
}

/**
 * Takes a line apart. A row that had too many cells has its error behind them; what then is left over stays at the end, where it
 * is found to be too many again.
 */
export function correctedLine(
  cells: readonly string[],
  { positions, width, errorAt }: CorrectedColumns,
): CorrectedLine {
  const own = positions.map((at) => cells[at] ?? '');
  const known = new Set(positions);
  let row: number | undefined;
  let isTooLong = false;
  for (let at = cells.length - 1; at >= 0; at--) {
    const cell = cells[at] ?? '';
    if (known.has(at) || cell.trim() === '') continue;
    const found = row === undefined && at >= (errorAt ?? Infinity) ? REFERENCE.exec(cell)?.[1] : undefined;
    if (found !== undefined) row = Number(found);
    else if (at >= width || (at === errorAt && row !== undefined)) isTooLong = true;
  }
  return {
    row,
    cells: isTooLong ? [...own, ...cells.slice(errorAt ?? width).filter((cell) => !REFERENCE.test(cell))] : own,
  };
}
