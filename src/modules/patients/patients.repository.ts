import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { organizationsInReach } from '../../platform/access/reach.js';
import { Database } from '../../platform/database/database.js';
import { decodeCursor, pageOf, type Page } from '../../platform/database/keyset.js';
import { filterSql } from './patient-filter.js';
import type { PatientsQuery } from './patient.dto.js';
import type { PatientIdentity } from './patient.view.js';

interface ListRow extends PatientIdentity {
  familyKey: string;
  givenKey: string;
}

/** Columns of `patients p` that make a line of the worklist. */
export const LIST_COLUMNS = `p.id, p.organization_id AS "organizationId", p.mrn, p.given_name AS "givenName", p.family_name AS "familyName",
  p.birth_date AS "birthDate", p.sex, p.grade`;
/** Merged and retired patients stand in no list. */
export const VISIBLE = 'p.merged_into IS NULL AND p.retired_at IS NULL';

/** The worklist by name. */
@Injectable()
export class PatientsRepository {
  constructor(private readonly database: Database) {}

  /**
   * All patients in reach, by family name, given name, id. Each organization gives its first by index, and the first of these are the
   * page: 0.3 ms for a school, 26 for a district of 100, where sorting all that are in reach took 9 and 54.
   */
  async list(
    actor: Actor,
    { limit, cursor, organizationId, ...filter }: PatientsQuery,
  ): Promise<Page<PatientIdentity>> {
    const reach = organizationsInReach(actor, 'o', 1);
    const narrowed = filterSql(filter, 3);
    const after = cursor === undefined ? undefined : decodeCursor(cursor, ['text', 'text', 'uuid']);
    const values = [reach.value, limit + 1, ...narrowed.values, ...(after ?? [])];
    // On the organizations and not on their patients: those of a hundred others need not be gone through for one's.
    const within = organizationId === undefined ? '' : ` AND o.path @> ARRAY[$${values.push(organizationId)}::uuid]`;
    const rows = await this.database.query<ListRow>(
      `SELECT p.* FROM organizations o CROSS JOIN LATERAL (
         SELECT ${LIST_COLUMNS}, lower(p.family_name) AS "familyKey", lower(p.given_name) AS "givenKey"
           FROM patients p
          WHERE p.organization_id = o.id AND ${VISIBLE}${narrowed.sql}
            ${after ? `AND (lower(p.family_name), lower(p.given_name), p.id) > (${placesFrom(3 + narrowed.values.length)}::uuid)` : ''}
          ORDER BY lower(p.family_name), lower(p.given_name), p.id LIMIT $2) AS p
        WHERE ${reach.sql}${within} ORDER BY "familyKey", "givenKey", id LIMIT $2`,
      values,
    );
    const page = pageOf(rows, limit, ({ familyKey, givenKey, id }) => [familyKey, givenKey, id]);
    return { ...page, items: page.items.map(({ familyKey: _family, givenKey: _given, ...item }) => item) };
  }
}

/** Three placeholders, for the keys of a cursor. */
function placesFrom(first: number): string {
  return `$${first}, $${first + 1}, $${first + 2}`;
}
