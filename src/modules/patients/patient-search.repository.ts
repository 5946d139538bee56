import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { inReach } from '../../platform/access/reach.js';
import { Database } from '../../platform/database/database.js';
import { decodeCursor, pageOf, type Page } from '../../platform/database/keyset.js';
import { nameMatch } from './name-match.rules.js';
import { filterSql, type PatientFilter } from './patient-filter.js';
import type { PatientsQuery } from './patient.dto.js';
import type { PatientIdentity } from './patient.view.js';
import { LIST_COLUMNS, VISIBLE } from './patients.repository.js';

/** A patient that may be meant; `nameText` holds the words of the name, lower case and without accents. */
interface Candidate extends PatientIdentity {
  nameText: string;
  isMrn: boolean;
}

/** Among whom one searches. */
interface Among {
  actor: Actor;
  filter: PatientFilter;
}

interface Ranked extends PatientIdentity {
  distance: string;
}

/** Of more than this that fit a search equally, nobody reads on: the search is to be narrowed. */
const CANDIDATES_AT_MOST = 1000;
/** With fewer than this found as typed, what was typed may be a slip, and alike names are looked for too. */
const ENOUGH = 10;
/** Words beyond this do not tell people apart. */
const WORDS_AT_MOST = 6;

/** Who holds an MRN: the patient that has it, or the one that this patient was merged into. */
const HOLDERS_OF_MRN_SQL = 'SELECT coalesce(m.merged_into, m.id) FROM patients m WHERE m.mrn = $2';

/**
 * Finds patients by what was typed: an MRN, whole words, beginnings of words; and when that finds few, words with swapped
 * letters or the same sound, then any alike. Each step reads one index; all read the current rows, so the ranking of a
 * page follows from the page before.
 */
@Injectable()
export class PatientSearchRepository {
  constructor(private readonly database: Database) {}

  /** The best first; a former MRN of a merged patient finds the one it was merged into. */
  async search(
    actor: Actor,
    search: string,
    { limit, cursor, search: _typed, ...filter }: PatientsQuery,
  ): Promise<Page<PatientIdentity>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor, ['real', 'uuid']);
    const words = await this.wordsOf(search);
    const among: Among = { actor, filter };
    const ranked = (await this.candidates(among, search, words))
      .map(({ nameText, isMrn, ...item }): Ranked => {
        const distance = isMrn ? 0 : 2 - nameMatch(words, nameText.trim().split(' '));
        return { ...item, distance: distance.toFixed(6) };
      })
      .sort(byDistance)
      .filter((row) => after === undefined || byDistance(row, { distance: after[0]!, id: after[1]! }) > 0);
    const page = pageOf(ranked.slice(0, limit + 1), limit, ({ distance, id }) => [distance, id]);
    return { ...page, items: page.items.map(({ distance: _distance, ...item }) => item) };
  }

  /** The typed words as the database writes a name's. */
  private async wordsOf(search: string): Promise<string[]> {
    const [row] = await this.database.query<{ text: string }>(`SELECT name_text($1, '') AS text`, [search], {
      name: 'patient-search-words',
    });
    return (row?.text ?? '')
      .split(' ')
      .filter((word) => word !== '')
      .slice(0, WORDS_AT_MOST);
  }

  private async candidates(among: Among, search: string, words: string[]): Promise<Candidate[]> {
    const found = new Map<string, Candidate>();
    const keep = (rows: Candidate[]) => rows.forEach((row) => found.has(row.id) || found.set(row.id, row));
    keep(await this.byMrn(among, search));
    if (words.length === 0) return [...found.values()];
    keep(
      await this.byPatterns(
        among,
        words.map((word) => `% ${word} %`),
      ),
    );
    if (found.size < CANDIDATES_AT_MOST)
      keep(
        await this.byPatterns(
          among,
          words.map((word) => `% ${word}%`),
        ),
      );
    if (found.size < ENOUGH) keep(await this.byKeys(among, words));
    if (found.size === 0) keep(await this.alike(among, words));
    return [...found.values()];
  }

  private byMrn(among: Among, mrn: string): Promise<Candidate[]> {
    return this.where(among, `p.id IN (${HOLDERS_OF_MRN_SQL})`, [mrn], { isMrn: true });
  }

  /** Words are letters and digits only, so that none holds a wildcard. */
  private byPatterns(among: Among, patterns: string[]): Promise<Candidate[]> {
    return this.where(among, patterns.map((_, i) => `p.name_text LIKE $${i + 2}`).join(' AND '), patterns);
  }

  /** One letter has no sound and no order, so it cannot be mistyped. */
  private async byKeys(among: Among, typed: string[]): Promise<Candidate[]> {
    const words = typed.filter((word) => word.length > 1);
    if (words.length === 0) return [];
    const condition = words.map((_, i) => `name_keys(p.name_text) && name_keys($${i + 2})`).join(' AND ');
    return this.where(among, condition, words);
  }

  private alike(among: Among, words: string[]): Promise<Candidate[]> {
    return this.where(among, 'p.name_text % $2', [words.join(' ')]);
  }

  /** The order is one that no index has: walking an index of ids for a rare name would take half a second at a million. */
  private where(
    { actor, filter }: Among,
    condition: string,
    values: string[],
    { isMrn = false } = {},
  ): Promise<Candidate[]> {
    const reach = inReach(actor, 'p', 1);
    const narrowed = filterSql(filter, 2 + values.length);
    return this.database.query<Candidate>(
      `SELECT ${LIST_COLUMNS}, p.name_text AS "nameText", ${isMrn} AS "isMrn"
         FROM patients p
        WHERE ${reach.sql} AND ${VISIBLE} AND ${condition}${narrowed.sql}
        ORDER BY p.name_text COLLATE "C", p.id LIMIT ${CANDIDATES_AT_MOST}`,
      [reach.value, ...values, ...narrowed.values],
    );
  }
}

function byDistance(a: Pick<Ranked, 'distance' | 'id'>, b: Pick<Ranked, 'distance' | 'id'>): number {
  if (a.distance !== b.distance) return a.distance < b.distance ? -1 : 1;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
