/** How a file parts its cells and rows. */
export interface Dialect {
  readonly delimiter: string;
  /** The last character of a row's end: a line feed, or a carriage return in files of old Macs. */
  readonly newline: '\n' | '\r';
}

/** What files part their cells by; the first wins a tie. */
export const DELIMITERS = [',', ';', '\t', '|'] as const;

/** The delimiter that the header holds most of, outside of quotes. */
export function delimiterOf(header: string): string {
  const outside = header.replace(/"(?:[^"]|"")*"/g, '');
  let best: string = DELIMITERS[0];
  let most = 0;
  for (const delimiter of DELIMITERS) {
    const count = outside.split(delimiter).length - 1;
    if (count > most) [best, most] = [delimiter, count];
  }
  return best;
}
