import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/access/actor.js';
import { inReach } from '../../../platform/access/reach.js';
import { Database } from '../../../platform/database/database.js';
import { decodeCursor, encodeCursor, type KeyType } from '../../../platform/database/keyset.js';
import { MATCH_ENDS, MATCH_STARTS } from './highlight.rules.js';
import type { SearchQuery } from './search.dto.js';

/** A record that matched; `…Marked` hold the text with matches between private-use characters. */
export interface FoundRecord {
  id: string;
  version: number;
  patientId: string;
  organizationId: string;
  mrn: string;
  givenName: string;
  familyName: string;
  birthDate: string;
  type: string;
  occurredAt: string;
  description: string;
  provider: string | null;
  confidential: boolean;
  rank: number;
  descriptionMarked: string;
  notesMarked: string | null;
  providerMarked: string | null;
}

/** A page of matches. */
export interface FoundPage {
  rows: FoundRecord[];
  nextCursor: string | null;
}

interface Row extends FoundRecord {
  rankKey: string;
  atKey: string;
  topAt: string;
  topId: string;
  nextAt: string | null;
  nextId: string | null;
}

/**
 * Ranking everything that matches a common word means reading a third of a million rows (600 ms at a million records), so
 * matches are ranked within windows of the newest this many, one window after the other.
 */
const WINDOW = 1000;
/** A cursor names the top of a window, and, within it, the last match by its rank. */
const NEXT_WINDOW: readonly KeyType[] = ['timestamptz', 'uuid'];
const WITHIN_WINDOW: readonly KeyType[] = [...NEXT_WINDOW, 'real', 'timestamptz', 'uuid'];

/** Reads records by full text. */
@Injectable()
export class SearchRepository {
  constructor(private readonly database: Database) {}

  /** A page of matches in reach. A page may be shorter than its limit where a window ends; the cursor goes on. */
  async find(actor: Actor, words: string, query: SearchQuery): Promise<FoundPage> {
    const [topAt = '', topId = '', rank = '', at = '', id = ''] = query.cursor
      ? decodeCursor(query.cursor, NEXT_WINDOW, WITHIN_WINDOW)
      : [];
    const statement = new SearchStatement(actor, words);
    statement.among('r.type = ', query.type);
    statement.among('r.occurred_at >= ', query.from, '::date');
    statement.among('r.occurred_at < 1 + ', query.to, '::date');
    statement.windowFrom(topAt, topId);
    statement.pageAfter(rank, at, id);
    const rows = await this.database.query<Row>(statement.sql(query.limit + 1), statement.values);
    return { rows: rows.slice(0, query.limit), nextCursor: cursorAfter(rows, query.limit) };
  }

  /** True when each of these records is still what it was, of the same patient, and in the caller's reach. */
  async areUnchanged(actor: Actor, rows: readonly FoundRecord[]): Promise<boolean> {
    if (rows.length === 0) return true;
    const reach = inReach(actor, 'p', 1);
    const [{ count } = { count: 0 }] = await this.database.query<{ count: number }>(
      `SELECT count(*)::int AS count
         FROM unnest($2::uuid[], $3::uuid[], $4::int[]) AS found (id, patient_id, version)
         JOIN health_records r USING (id, patient_id, version) JOIN patients p ON p.id = r.patient_id
        WHERE ${reach.sql} AND r.retired_at IS NULL AND p.retired_at IS NULL AND p.merged_into IS NULL`,
      [
        reach.value,
        rows.map(({ id }) => id),
        rows.map(({ patientId }) => patientId),
        rows.map(({ version }) => version),
      ],
    );
    return count === rows.length;
  }
}

/** Within the window by rank; then the top of the next window, with nothing after it yet. */
function cursorAfter(rows: readonly Row[], limit: number): string | null {
  const last = rows[Math.min(limit, rows.length) - 1];
  if (!last) return null;
  if (rows.length > limit) return encodeCursor([last.topAt, last.topId, last.rankKey, last.atKey, last.id]);
  return last.nextAt !== null && last.nextId !== null ? encodeCursor([last.nextAt, last.nextId]) : null;
}

/** Puts the one statement of a search together from what was asked; all texts but the values are ours. */
class SearchStatement {
  readonly values: unknown[] = [];
  private readonly conditions: string[] = [];
  private readonly tsquery: string;
  private after = '';

  constructor(actor: Actor, words: string) {
    const reach = inReach(actor, 'p', 1);
    this.values.push(reach.value, words);
    this.tsquery = `websearch_to_tsquery('english', $2)`;
    this.conditions.push(reach.sql, `r.search @@ ${this.tsquery}`);
  }

  among(condition: string, value: string | undefined, cast = ''): void {
    if (value !== undefined) this.conditions.push(`${condition}$${this.values.push(value)}${cast}`);
  }

  windowFrom(at: string, id: string): void {
    if (at === '') return;
    const [first, second] = [this.values.push(at), this.values.push(id)];
    this.conditions.push(`(r.occurred_at, r.id) <= ($${first}::timestamptz, $${second}::uuid)`);
  }

  pageAfter(rank: string, at: string, id: string): void {
    if (rank === '') return;
    const [first, second, third] = [this.values.push(rank), this.values.push(at), this.values.push(id)];
    this.after = `AND (rank, occurred_at, id) < ($${first}::real, $${second}::timestamptz, $${third}::uuid)`;
  }

  /** The planner walks the newest visits for a common word, and the word index for a rare one. */
  sql(limit: number): string {
    return `
WITH newest AS MATERIALIZED (
  SELECT r.id, r.occurred_at, ts_rank_cd(r.search, ${this.tsquery}) AS rank
    FROM health_records r JOIN patients p ON p.id = r.patient_id
   WHERE ${this.conditions.join('\n     AND ')}
     AND r.retired_at IS NULL AND p.retired_at IS NULL AND p.merged_into IS NULL
   ORDER BY r.occurred_at DESC, r.id DESC LIMIT ${WINDOW + 1}
), numbered AS (
  SELECT *, row_number() OVER (ORDER BY occurred_at DESC, id DESC) AS number FROM newest
), page AS (
  SELECT * FROM numbered WHERE number <= ${WINDOW} ${this.after} ORDER BY rank DESC, occurred_at DESC, id DESC LIMIT ${limit}
)
SELECT r.id, r.version, r.patient_id AS "patientId", p.organization_id AS "organizationId", p.mrn, p.given_name AS "givenName",
       p.family_name AS "familyName", p.birth_date AS "birthDate", r.type, iso_instant(r.occurred_at) AS "occurredAt", r.description,
       r.provider, r.confidential, page.rank, page.rank::text AS "rankKey", page.occurred_at::text AS "atKey",
       ${marked('r.description', this.tsquery)} AS "descriptionMarked",
       ${marked('r.notes', this.tsquery)} AS "notesMarked",
       ${marked('r.provider', this.tsquery)} AS "providerMarked",
       top.occurred_at::text AS "topAt", top.id AS "topId", next.occurred_at::text AS "nextAt", next.id AS "nextId"
  FROM page
  JOIN health_records r ON r.id = page.id
  JOIN patients p ON p.id = r.patient_id
  JOIN numbered top ON top.number = 1
  LEFT JOIN numbered next ON next.number = ${WINDOW + 1}
 ORDER BY page.rank DESC, page.occurred_at DESC, page.id DESC`;
  }
}

const HEADLINE = `StartSel="${MATCH_STARTS}", StopSel="${MATCH_ENDS}", MaxFragments=2, MinWords=6, MaxWords=20, FragmentDelimiter=" … "`;

function marked(column: string, tsquery: string): string {
  return `ts_headline('english', translate(${column}, '${MATCH_STARTS}${MATCH_ENDS}', ''), ${tsquery}, '${HEADLINE}')`;
}
