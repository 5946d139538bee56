/** What Excel, LibreOffice and Google Sheets run as a formula (OWASP, CSV Injection), also behind blanks. */
const FORMULA = /^[\s']*[=+\-@\t\r]/;
/** A plain number is none. */
const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;
const GUARDED = /^'[\s']*[=+\-@\t\r]/;

/**
 * The text of a cell that no spreadsheet runs: what would be a formula gets an apostrophe in front. So does what looks as if it
 * had one already, so that {@link withoutGuard} gives back every text as it was.
 */
export function guarded(cell: string): string {
  return FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
}

/** Takes the apostrophe of {@link guarded} away again. */
export function withoutGuard(cell: string): string {
  return cell.charCodeAt(0) === 39 && GUARDED.test(cell) ? cell.slice(1) : cell;
}

/**
 * `guarded` as SQL over a text expression. Nearly every cell begins with a letter, which its first character's code tells: the bits
 * ask in one step whether it is one of 65 (A) to 128, none of which begins a formula. The patterns, at half a microsecond
 * each, are for the others.
 */
export function guardedSql(cell: string): string {
  return `CASE WHEN (ascii(${cell}) - 1) & -64 = 64 THEN ${cell}
 WHEN ${cell} ~ '^[\\s'']*[=+\\-@\\t\\r]' AND ${cell} !~ '^[+-]?\\d+(\\.\\d+)?$' THEN '''' || ${cell} ELSE ${cell} END`;
}
