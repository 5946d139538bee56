const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;
/** What Excel, LibreOffice and Google Sheets run as a formula (OWASP, CSV Injection), also behind blanks. */
const FORMULA = /^[\s]*[=+\-@\t\r]/;
/** A plain number is none. */
const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;

/**
 * One line of CSV, with CRLF as RFC 4180 has it. A cell that a spreadsheet would run as a formula gets an apostrophe in front;
 * imports take it away again.
 */
export function csvLine(cells: readonly (string | number | null | undefined)[]): string {
  return `${cells.map((cell) => csvCell(cell)).join(',')}\r\n`;
}

function csvCell(cell: string | number | null | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The byte order mark that makes Excel read UTF-8. */
export const CSV_BOM = '\uFEFF';
