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
 * `guarded` as SQL over a text expression. Nearly every cell begins with a letter, which its first byte tells: one of 65 (A) to 127
 * begins no formula, and of other characters than ASCII's it is negative. A four-character text that begins with a backslash may be
 * taken for another byte, but is no formula either. The patterns, at half a microsecond each, are for the others.
 */
export function guardedSql(cell: string): string {
  return `CASE WHEN (${cell}::"char")::int >= 65 THEN ${cell}
 WHEN ${cell} ~ '^[\\s'']*[=+\\-@\\t\\r]' AND ${cell} !~ '^[+-]?\\d+(\\.\\d+)?$' THEN '''' || ${cell} ELSE ${cell} END`;
}
