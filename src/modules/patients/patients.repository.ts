import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { inReach } from '../../platform/access/reach.js';
import { Database } from '../../platform/database/database.js';
import { decodeCursor, pageOf, type Page } from '../../platform/database/keyset.js';
import type { PatientsQuery } from './patient.dto.js';

/** A line of the worklist. */
export interface PatientListItem {
  id: string;
  organizationId: string;
  mrn: string;
  givenName: string;
  familyName: string;
  birthDate: string;
  sex: string;
  grade: string | null;
}

interface ListRow extends PatientListItem {
  familyKey: string;
  givenKey: string;
}

interface FoundRow extends PatientListItem {
  distance: string;
}

const COLUMNS = `p.id, p.organization_id AS "organizationId", p.mrn, p.given_name AS "givenName", p.family_name AS "familyName",
  p.birth_date AS "birthDate", p.sex, p.grade`;
const VISIBLE = 'p.merged_into IS NULL AND p.retired_at IS NULL';

/** How unlike two names may be and still be taken for the same mistyped: pg_trgm's word similarity. */
const LEAST_SIMILARITY = 0.3;

/** The queries of the worklist: by name order, and by what was typed. */
@Injectable()
export class PatientsRepository {
  constructor(private readonly database: Database) {}

  /** All patients in reach, by family name, given name, id. */
  async list(actor: Actor, { limit, cursor }: PatientsQuery): Promise<Page<PatientListItem>> {
    const reach = inReach(actor, 'p', 1);
    const after = cursor === undefined ? undefined : decodeCursor(cursor, 3);
    const rows = await this.database.query<ListRow>(
      `SELECT ${COLUMNS}, lower(p.family_name) AS "familyKey", lower(p.given_name) AS "givenKey"
         FROM patients p
        WHERE ${reach.sql} AND ${VISIBLE}
          ${after ? 'AND (lower(p.family_name), lower(p.given_name), p.id) > ($3, $4, $5::uuid)' : ''}
        ORDER BY lower(p.family_name), lower(p.given_name), p.id LIMIT $2`,
      [reach.value, limit + 1, ...(after ?? [])],
    );
    const page = pageOf(rows, limit, ({ familyKey, givenKey, id }) => [familyKey, givenKey, id]);
    return { ...page, items: page.items.map(({ familyKey: _family, givenKey: _given, ...item }) => item) };
  }

  /** Patients whose MRN is `search`, then those whose name is like it, the most alike first. */
  async search(actor: Actor, search: string, { limit, cursor }: PatientsQuery): Promise<Page<PatientListItem>> {
    const reach = inReach(actor, 'p', 1);
    const after = cursor === undefined ? undefined : decodeCursor(cursor, 2);
    const rows = await this.database.query<FoundRow>(
      `SELECT * FROM (
         SELECT ${COLUMNS},
                CASE WHEN p.mrn = $3 THEN 0
                     ELSE round(2 - similarity(lower(p.given_name || ' ' || p.family_name), $4)::numeric, 6) END AS distance
           FROM patients p
          WHERE ${reach.sql} AND ${VISIBLE}
            AND (p.mrn = $3 OR (lower(p.given_name || ' ' || p.family_name) % $4
                 AND similarity(lower(p.given_name || ' ' || p.family_name), $4) >= ${LEAST_SIMILARITY}))
       ) found
       ${after ? 'WHERE (distance, id) > ($5::numeric, $6::uuid)' : ''}
       ORDER BY distance, id LIMIT $2`,
      [reach.value, limit + 1, search, search.toLowerCase(), ...(after ?? [])],
    );
    const page = pageOf(rows, limit, ({ distance, id }) => [distance, id]);
    return { ...page, items: page.items.map(({ distance: _distance, ...item }) => item) };
  }
}
