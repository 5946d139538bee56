import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeCursor, encodeCursor, pageOf } from './keyset.js';

describe('keyset paging', () => {
  it('reads back every cursor that it wrote', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), (keys) => {
        expect(decodeCursor(encodeCursor(keys), keys.length)).toEqual(keys);
      }),
    );
  });

  it('refuses whatever else comes as a cursor, as a fault of the request', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          expect(decodeCursor(text, 2)).toHaveLength(2);
        } catch (error) {
          expect(error).toMatchObject({ status: 400, code: 'validation-failed' });
        }
      }),
    );
  });

  it('has a next page exactly when there was a row too many', () => {
    expect(pageOf([1, 2], 2, String as never)).toEqual({ items: [1, 2], nextCursor: null });
    expect(pageOf([1, 2, 3], 2, (row) => [String(row)])).toEqual({ items: [1, 2], nextCursor: encodeCursor(['2']) });
  });
});
