/** Why a cell was refused: a stable word, and what to do about it. Never the cell's own text, which may be a patient's. */
export class CellFault {
  constructor(
    readonly code: string,
    readonly message: string,
  ) {}
}

/** What a cell holds once it was understood; null where it is empty. */
export type CellValue = string | number | null;

/** Understands the text of a cell that is not empty, trimmed. */
export type CellReader = (text: string) => string | number | CellFault;

export const REQUIRED = new CellFault('required', 'Is empty, but must be filled in.');

const CONTROL = new CellFault('control-character', 'Holds an invisible control character. Type the value anew.');
const NOT_A_NUMBER = new CellFault(
  'invalid-number',
  'Is not a number. Write digits with a decimal point, such as 36.6, and no unit.',
);
const NOT_WHOLE = new CellFault('invalid-number', 'Is not a whole number. Write digits only.');
const NOT_EMAIL = new CellFault(
  'invalid-email',
  'Is not an e-mail address. Write one such as name@example.org, or leave it empty.',
);

/** Longest e-mail address (RFC 5321 section 4.5.3.1 with erratum 1690). */
const EMAIL_MAX = 254;
const EMAIL =
  /^[^\s@"(),:;<>[\\\]]+@[A-Za-z0-9\u00a1-\uffff](?:[A-Za-z0-9.\u00a1-\uffff-]*[A-Za-z0-9\u00a1-\uffff])?\.[A-Za-z\u00a1-\uffff]{2,}$/;

const REMEMBERED_MAX = 4096;

// oxlint-disable-next-line no-control-regex
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/;
const NUMBER = /^[+-]?\d{1,12}(?:\.\d{1,12})?$/;

/** Text of at most `max` characters, as the API's own fields have it: no control characters but tab and line breaks. */
export function text(max: number): CellReader {
  const tooLong = new CellFault('too-long', `Has more than ${max} characters. Shorten it.`);
  return (cell) => {
    if (cell.length > max) return tooLong;
    return CONTROL_CHARACTERS.test(cell) ? CONTROL : cell;
  };
}

/** A decimal number within bounds (both included); `unit` is named in what the nurse is told. */
export function number(min: number, max: number, unit: string): CellReader {
  const outOfRange = new CellFault(
    'out-of-range',
    `Must lie between ${min} and ${max} ${unit}. Check the value and its unit.`,
  );
  return (cell) => {
    if (!NUMBER.test(cell)) return NOT_A_NUMBER;
    const value = Number(cell);
    return value >= min && value <= max ? value : outOfRange;
  };
}

/** A whole number within bounds; a spreadsheet's `2.0` is 2. */
export function integer(min: number, max: number): CellReader {
  const outOfRange = new CellFault('out-of-range', `Must be a whole number from ${min} to ${max}.`);
  return (cell) => {
    if (!NUMBER.test(cell)) return NOT_WHOLE;
    const value = Number(cell);
    if (!Number.isInteger(value)) return NOT_WHOLE;
    return value >= min && value <= max ? value : outOfRange;
  };
}

/** One of `values`, or a synonym of one; case, blanks, `_`, `-` and `.` do not matter. */
export function choice(values: readonly string[], synonyms: Readonly<Record<string, string>> = {}): CellReader {
  const known = new Map<string, string>();
  for (const value of values) known.set(squeezed(value), value);
  for (const [synonym, value] of Object.entries(synonyms)) known.set(squeezed(synonym), value);
  const unknown = new CellFault('invalid-choice', `Is not known here. Use one of ${values.join(', ')}.`);
  return (cell) => known.get(cell) ?? known.get(squeezed(cell)) ?? unknown;
}

/** An e-mail address. */
export const email: CellReader = (cell) => (cell.length <= EMAIL_MAX && EMAIL.test(cell) ? cell : NOT_EMAIL);

/** Remembers what a reader made of texts that stand in many rows: dates and codes of a file are a few hundred. */
export function remembered(reader: CellReader): CellReader {
  const known = new Map<string, string | number | CellFault>();
  return (cell) => {
    const before = known.get(cell);
    if (before !== undefined) return before;
    const value = reader(cell);
    if (known.size >= REMEMBERED_MAX) known.clear();
    known.set(cell, value);
    return value;
  };
}

/** A word without the things that people write differently. */
export function squeezed(word: string): string {
  return word.toLowerCase().replace(/[\s_.-]+/g, '');
}
