import { isCalendarDate, isInstant } from '../http/date-constraints.js';
import { Problem } from '../http/problem.js';

/** A page of a list, and where the next one begins. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

export const PAGE_LIMIT_DEFAULT = 100;
export const PAGE_LIMIT_MAX = 1000;

/** SQL type of a sort key. A cursor comes back from outside, so each of its texts is checked before PostgreSQL casts it. */
export type KeyType = keyof typeof IS_OF_TYPE;

const IS_OF_TYPE = {
  uuid: (text: string) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text),
  // PostgreSQL has no character NUL.
  text: (text: string) => !text.includes('\0'),
  int: (text: string) => /^\d{1,9}$/.test(text),
  real: isReal,
  date: isCalendarDate,
  // As PostgreSQL writes one in the zone of the session.
  timestamptz: (text: string) => /^\S{10} \S*?[+-]\d\d(?::\d\d)?$/.test(text) && isInstant(isoOf(text)),
};

/** The last row's sort keys as an opaque cursor: base64url of a JSON array of strings. */
export function encodeCursor(keys: readonly string[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/** The sort keys inside a cursor, whose types are those of one of `forms`; anything else is a 400. */
export function decodeCursor(cursor: string, ...forms: readonly (readonly KeyType[])[]): string[] {
  const keys = parse(cursor);
  if (forms.some((types) => areOfTypes(keys, types))) return keys as string[];
  throw notOurCursor();
}

/** 400: the cursor was made up, or belongs to another list. */
export function notOurCursor(): Problem {
  return new Problem(400, 'validation-failed', 'The cursor is not one of ours; start again without it.', [
    { path: 'cursor', message: 'is not a cursor of this list' },
  ]);
}

/** Cuts `limit + 1` rows to a page; the extra row only tells that there is more. */
export function pageOf<Item>(rows: Item[], limit: number, keysOf: (row: Item) => readonly string[]): Page<Item> {
  if (rows.length <= limit) return { items: rows, nextCursor: null };
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: last === undefined ? null : encodeCursor(keysOf(last)) };
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function areOfTypes(keys: unknown, types: readonly KeyType[]): boolean {
  return (
    Array.isArray(keys) &&
    keys.length === types.length &&
    types.every((type, index) => typeof keys[index] === 'string' && IS_OF_TYPE[type](keys[index]))
  );
}

/** A number that four bytes can hold; PostgreSQL refuses one that becomes zero or infinite in them. */
function isReal(text: string): boolean {
  if (!/^\d{1,12}(?:\.\d{1,12})?(?:e[+-]?\d{1,2})?$/.test(text)) return false;
  const value = Number(text);
  return Number.isFinite(Math.fround(value)) && (value === 0 || Math.fround(value) !== 0);
}

function isoOf(timestamptz: string): string {
  return timestamptz.replace(' ', 'T').replace(/[+-]\d\d$/, '$&:00');
}
