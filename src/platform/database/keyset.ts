import { Problem } from '../http/problem.js';

/** A page of a list, and where the next one begins. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

export const PAGE_LIMIT_DEFAULT = 100;
export const PAGE_LIMIT_MAX = 1000;

/** The last row's sort keys as an opaque cursor: base64url of a JSON array of strings. */
export function encodeCursor(keys: readonly string[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/** The sort keys inside a cursor of `length` parts; anything else is a 400. */
export function decodeCursor(cursor: string, length: number): string[] {
  const keys = parse(cursor);
  if (!Array.isArray(keys) || keys.length !== length || !keys.every((key) => typeof key === 'string')) {
    throw new Problem(400, 'validation-failed', 'The cursor is not one of ours; start again without it.', [
      { path: 'cursor', message: 'is not a cursor of this list' },
    ]);
  }
  return keys;
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
