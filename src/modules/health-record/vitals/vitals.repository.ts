import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';

/** A patient's visits with vitals. */
export interface VitalVisits {
  /** The patient's cache version in the snapshot that was read. */
  version: string;
  sex: string;
  count: number;
  /** The visits as one JSON text, ascending by time. */
  visits: string;
}

/** `ageDays` are whole days since birth, by the calendar of the organization's time zone. */
const VITAL_VISITS_SQL = `
SELECT coalesce((SELECT version FROM cache_versions WHERE tag = p.id), 0) AS version, p.sex, v.count, v.visits
  FROM patients p
  JOIN organizations o ON o.id = p.organization_id
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS count,
           coalesce(json_agg(json_build_object(
             'recordId', m.id, 'measuredAt', iso_instant(m.occurred_at),
             'ageDays', (m.occurred_at AT TIME ZONE o.time_zone)::date - p.birth_date,
             'vital', m.vital) ORDER BY m.occurred_at, m.id), '[]')::text AS visits
      FROM (
        SELECT r.id, r.occurred_at, r.vital FROM health_records r
         WHERE r.patient_id = p.id AND r.retired_at IS NULL AND r.vital IS NOT NULL
           AND ($2::date IS NULL OR r.occurred_at >= $2::date::timestamp AT TIME ZONE o.time_zone)
           AND ($3::date IS NULL OR r.occurred_at < ($3::date + 1)::timestamp AT TIME ZONE o.time_zone)
         ORDER BY r.occurred_at DESC, r.id DESC LIMIT $4
      ) m
  ) v
 WHERE p.id = $1`;

/** Reads what was measured; one statement. */
@Injectable()
export class VitalsRepository {
  constructor(private readonly database: Database) {}

  /** The newest `limit` visits with vitals between two calendar days (both included, both optional). */
  async vitalVisits(
    patientId: string,
    period: { from?: string | undefined; to?: string | undefined },
    limit: number,
  ): Promise<VitalVisits> {
    const values = [patientId, period.from ?? null, period.to ?? null, limit];
    const [row] = await this.database.query<VitalVisits>(VITAL_VISITS_SQL, values, { name: 'vital-visits' });
    if (!row) throw new Error('The patient that the access check found is gone.');
    return row;
  }
}
