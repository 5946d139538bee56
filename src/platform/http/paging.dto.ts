import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX } from '../database/keyset.js';
import { IntegerField, TextField } from './fields.js';

/** The query of every list. A `limit` over the maximum is an error, never silently cut. */
export class PageQuery {
  @IntegerField({
    min: 1,
    max: PAGE_LIMIT_MAX,
    optional: true,
    description: `Rows a page; ${PAGE_LIMIT_DEFAULT} unless told`,
  })
  limit: number = PAGE_LIMIT_DEFAULT;

  @TextField({ max: 1000, optional: true, description: 'nextCursor of the page before' })
  cursor?: string;
}
