import { Injectable } from '@nestjs/common';
import { inReach } from '../../platform/access/reach.js';
import { Database } from '../../platform/database/database.js';
import { versionSql, type Figure, type Scope } from './scope.js';

/** Activity older than this is not recent, and a school on holiday must not search its whole past for twenty lines. */
const RECENT_DAYS = 30;

const KINDS = [
  { kind: 'health-record', table: 'health_records', label: `r.type` },
  { kind: 'vaccination', table: 'vaccinations', label: `r.vaccine_name` },
  { kind: 'allergy', table: 'allergies', label: `r.allergen` },
  { kind: 'chronic-condition', table: 'chronic_conditions', label: `r.name` },
] as const;

/** Lists what was recorded lately, whoever recorded it. */
@Injectable()
export class ActivityRepository {
  constructor(private readonly database: Database) {}

  /**
   * The newest records of all kinds in reach. Ids are UUIDv7, so the primary key is the order of recording and its newest
   * end is all that is read.
   */
  async recent({ actor, versionOf }: Scope, limit: number): Promise<Figure> {
    const reach = inReach(actor, 'p', 1);
    const branches = KINDS.map(
      ({ kind, table, label }) => `(
  SELECT r.id, json_build_object('kind', '${kind}', 'id', r.id, 'at', iso_instant(r.created_at), 'label', ${label}, 'patientId', p.id,
           'givenName', p.given_name, 'familyName', p.family_name, 'recordedBy', r.created_by, 'importId', r.import_id) AS item
    FROM ${table} r JOIN patients p ON p.id = r.patient_id
   WHERE ${reach.sql} AND p.merged_into IS NULL AND p.retired_at IS NULL AND r.retired_at IS NULL AND r.id > $4::uuid
   ORDER BY r.id DESC LIMIT $3)`,
    );
    const [row] = await this.database.query<Figure>(
      `SELECT ${versionSql(2)} AS version, json_build_object('items', coalesce(json_agg(item ORDER BY id DESC), '[]'))::text AS body
  FROM (SELECT id, item FROM (${branches.join(' UNION ALL ')}) AS newest ORDER BY id DESC LIMIT $3) AS shown`,
      [reach.value, versionOf, limit, firstIdOf(Date.now() - RECENT_DAYS * 86_400_000)],
    );
    if (!row) throw new Error('A statement of one row had none.');
    return row;
  }
}

/** The lowest UUIDv7 of an instant (RFC 9562, 5.7: 48 bits of milliseconds first). */
function firstIdOf(unixMs: number): string {
  const hex = Math.floor(unixMs).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
