import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/access/actor.js';
import { inReach } from '../../../platform/access/reach.js';
import { Database } from '../../../platform/database/database.js';
import type { PatientIdentity } from '../patient.view.js';
import { LIST_COLUMNS, VISIBLE } from '../patients.repository.js';

/** One of two patients who may be the same, with keyed hashes (hex) of what is sealed. */
export interface Suspect extends PatientIdentity {
  nameWords: { given: string; family: string };
  phones: string[];
  email: string | null;
}

interface Row extends PatientIdentity {
  given: string;
  family: string;
  phones: string[];
  email: string | null;
}

/** More pairs than this are not for one sitting; what is decided makes room for the next. */
const PAIRS_AT_MOST = 2000;

/**
 * Pairs that share enough to be worth comparing. Each branch joins on equal values and stops when it has enough, so that a
 * district of 50,000 is paired in half a second and not by comparing each with all.
 */
function pairsSql(reach: string): string {
  const sound = (column: string) => `dmetaphone(unaccent(${column}))`;
  const alike = `(levenshtein_less_equal(a.name_text, b.name_text, 4) <= 4 OR similarity(a.name_text, b.name_text) >= 0.5)`;
  const pair = (condition: string) =>
    `(SELECT a.id AS first, b.id AS second FROM one a JOIN one b ON a.id < b.id AND ${condition} LIMIT ${PAIRS_AT_MOST})`;
  return `
WITH one AS MATERIALIZED (
  SELECT p.id, left(p.name_text, 250) AS name_text, p.birth_date, ${sound('p.family_name')} AS family_sound, ${sound('p.given_name')} AS given_sound,
         p.phone_index, p.guardian_phone_index, p.email_index, extract(year FROM p.birth_date) AS year, to_char(p.birth_date, 'MMDD') AS day
    FROM patients p WHERE ${reach} AND ${VISIBLE}
), pair AS (
  ${pair(`a.birth_date = b.birth_date AND a.family_sound = b.family_sound AND ${alike}`)}
  UNION ${pair(`a.birth_date = b.birth_date AND a.given_sound = b.given_sound AND ${alike}`)}
  UNION (SELECT least(a.id, b.id), greatest(a.id, b.id) FROM one a JOIN one b
    ON a.id <> b.id AND a.birth_date = b.birth_date AND a.given_sound = b.family_sound AND ${alike} LIMIT ${PAIRS_AT_MOST})
  UNION ${pair('a.name_text = b.name_text AND a.year = b.year')}
  UNION ${pair('a.name_text = b.name_text AND a.day = b.day')}
  UNION ${pair('a.phone_index = b.phone_index')}
  UNION ${pair(`a.guardian_phone_index = b.guardian_phone_index AND ${alike}`)}
  UNION ${pair('a.email_index = b.email_index')}
)
SELECT first, second FROM pair
 WHERE NOT EXISTS (SELECT FROM distinct_patients d WHERE d.first_id = pair.first AND d.second_id = pair.second)
 ORDER BY first, second LIMIT ${PAIRS_AT_MOST}`;
}

/** Reads who may be whom, and keeps who is not. */
@Injectable()
export class DuplicatesRepository {
  constructor(private readonly database: Database) {}

  /** Pairs in reach that share something telling; which of them are likely the same is for the rules to say. */
  async suspects(actor: Actor, organizationId?: string): Promise<[Suspect, Suspect][]> {
    const reach = inReach(actor, 'p', 1);
    const under = `($2::uuid IS NULL OR p.organization_id IN (SELECT id FROM organizations WHERE path @> ARRAY[$2::uuid]))`;
    const pairs = await this.database.query<{ first: string; second: string }>(pairsSql(`${reach.sql} AND ${under}`), [
      reach.value,
      organizationId ?? null,
    ]);
    const ids = new Set(pairs.flatMap(({ first, second }) => [first, second]));
    const rows = await this.database.query<Row>(
      `SELECT ${LIST_COLUMNS}, btrim(name_text(p.given_name, '')) AS given, btrim(name_text('', p.family_name)) AS family,
              array_remove(ARRAY[encode(p.phone_index, 'hex'), encode(p.guardian_phone_index, 'hex')], NULL) AS phones,
              encode(p.email_index, 'hex') AS email
         FROM patients p WHERE p.id = ANY($1::uuid[])`,
      [[...ids]],
    );
    const byId = new Map(rows.map(({ given, family, ...row }) => [row.id, { ...row, nameWords: { given, family } }]));
    return pairs.flatMap(({ first, second }): [Suspect, Suspect][] => {
      const [a, b] = [byId.get(first), byId.get(second)];
      return a && b ? [[a, b]] : [];
    });
  }

  /** Remembers that two patients are two. */
  async keepApart(patientIds: readonly [string, string], decidedBy: string): Promise<void> {
    await this.database.execute(
      `INSERT INTO distinct_patients (first_id, second_id, decided_by)
       VALUES (least($1::uuid, $2::uuid), greatest($1::uuid, $2::uuid), $3) ON CONFLICT DO NOTHING`,
      [...patientIds, decidedBy],
    );
  }
}
