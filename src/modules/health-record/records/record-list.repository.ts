import { Injectable } from '@nestjs/common';
import type { PatientInReach } from '../../../platform/access/access-facts.js';
import type { LoadedBody } from '../../../platform/cache/index.js';
import { Database } from '../../../platform/database/database.js';
import { decodeCursor, encodeCursor, type Page } from '../../../platform/database/keyset.js';
import type { PageQuery } from '../../../platform/http/paging.dto.js';
import { recordJson, type RecordKind, type RecordView } from './record-kind.js';

interface ListRow {
  version: string;
  body: string | null;
  keys: string[] | null;
}

/** An extra condition on the rows of a list: `column = value`. The column's name is ours, never the caller's. */
export interface ListFilter {
  column: string;
  value: string;
}

/** Reads a patient's records of one kind as finished JSON, with the cache version that the same snapshot saw. */
@Injectable()
export class RecordListRepository {
  constructor(private readonly database: Database) {}

  /** One page, in the kind's order; one statement, whose rows go to the wire as PostgreSQL wrote them. */
  async page<View extends RecordView>(
    kind: RecordKind<View>,
    { id }: PatientInReach,
    { limit, cursor }: PageQuery,
    filter?: ListFilter,
  ): Promise<LoadedBody<Page<View>>> {
    const types = kind.order.map(({ type }) => type);
    const after = cursor === undefined ? undefined : decodeCursor(cursor, types);
    const sql = listSql(kind, after !== undefined, filter);
    const values = [id, limit + 1, ...(filter ? [filter.value] : []), ...(after ?? [])];
    const rows = await this.database.query<ListRow>(sql, values, {
      name: `list-${kind.table}-${after ? 'after' : 'first'}-${filter?.column ?? ''}`,
    });
    const found = rows.filter(({ body }) => body !== null);
    const items = found.slice(0, limit);
    const last = found.length > limit ? items.at(-1) : undefined;
    const nextCursor = last?.keys ? `"${encodeCursor(last.keys)}"` : 'null';
    const body = `{"items":[${items.map((row) => row.body).join(',')}],"nextCursor":${nextCursor}}`;
    return { body, version: rows[0]?.version ?? '0' };
  }
}

/** The outer join keeps one row, with the version, where there is no record. */
export function listSql<View extends RecordView>(
  kind: RecordKind<View>,
  hasCursor: boolean,
  filter: ListFilter | undefined,
): string {
  const expressions = kind.order.map(({ expression }) => expression);
  const first = filter ? 4 : 3;
  const cursor = kind.order.map(({ type }, index) => `$${first + index}::${type}`);
  const order = expressions.map((expression) => `${expression} DESC`).join(', ');
  return `
SELECT coalesce((SELECT version FROM cache_versions WHERE tag = $1), 0) AS version, page.body, page.keys
  FROM (VALUES (1)) AS one (row)
  LEFT JOIN (
    SELECT ${recordJson(kind)}::text AS body, ARRAY[${expressions.map((expression) => `(${expression})::text`).join(', ')}] AS keys,
           row_number() OVER (ORDER BY ${order}) AS position
      FROM ${kind.table} r
     WHERE r.patient_id = $1 AND r.retired_at IS NULL
       ${filter ? `AND r.${filter.column} = $3` : ''}
       ${hasCursor ? `AND (${expressions.join(', ')}) < (${cursor.join(', ')})` : ''}
     ORDER BY ${order} LIMIT $2
  ) page ON true
 ORDER BY page.position`;
}
