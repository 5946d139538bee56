import { guarded } from './formula-guard.rules.js';

const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/**
 * One line of CSV, with CRLF as RFC 4180 has it unless told. A cell that a spreadsheet would run as a formula gets an apostrophe in front;
 * imports take it away again.
 */
export function csvLine(cells: readonly (string | number | null | undefined)[], newline = '\r\n'): string {
  return cells.map((cell) => csvCell(cell)).join(',') + newline;
}

function csvCell(cell: string | number | null | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = guarded(cell);
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The byte order mark that makes Excel read UTF-8. */
export const CSV_BOM = '\uFEFF';
