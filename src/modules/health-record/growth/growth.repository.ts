import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { GrowthReference } from './growth.rules.js';

/** A child's visits that measured growth, and what is needed to assess them. */
export interface MeasuredVisits {
  /** The patient's cache version in the snapshot that was read. */
  version: string;
  sex: string;
  /** What the organization compares its children with, unless the caller asks for another. */
  reference: GrowthReference;
  count: number;
  /** The visits as one JSON text, ascending by time. */
  visits: string;
}

/** `ageDays` are whole days since birth, by the calendar of the organization's time zone. */
const MEASURED_VISITS_SQL = `
SELECT coalesce((SELECT version FROM cache_versions WHERE tag = p.id), 0) AS version,
       p.sex, o.growth_reference AS reference, v.count, v.visits
  FROM patients p
  JOIN organizations o ON o.id = p.organization_id
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS count,
           coalesce(json_agg(json_build_object(
             'recordId', m.id, 'measuredAt', iso_instant(m.occurred_at),
             'ageDays', (m.occurred_at AT TIME ZONE o.time_zone)::date - p.birth_date,
             'heightCm', m.vital -> 'heightCm', 'weightKg', m.vital -> 'weightKg',
             'headCircumferenceCm', m.vital -> 'headCircumferenceCm') ORDER BY m.occurred_at, m.id), '[]')::text AS visits
      FROM (
        SELECT r.id, r.occurred_at, r.vital FROM health_records r
         WHERE r.patient_id = p.id AND r.retired_at IS NULL
           AND r.vital ?| ARRAY['heightCm', 'weightKg', 'headCircumferenceCm']
           AND ($2::date IS NULL OR r.occurred_at >= $2::date::timestamp AT TIME ZONE o.time_zone)
           AND ($3::date IS NULL OR r.occurred_at < ($3::date + 1)::timestamp AT TIME ZONE o.time_zone)
         ORDER BY r.occurred_at DESC, r.id DESC LIMIT $4
      ) m
  ) v
 WHERE p.id = $1`;

/** Reads what was measured; one statement. */
@Injectable()
export class GrowthRepository {
  constructor(private readonly database: Database) {}

  /** The newest `limit` measured visits between two calendar days (both included, both optional). */
  async measuredVisits(
    patientId: string,
    period: { from?: string | undefined; to?: string | undefined },
    limit: number,
  ): Promise<MeasuredVisits> {
    const values = [patientId, period.from ?? null, period.to ?? null, limit];
    const [row] = await this.database.query<MeasuredVisits>(MEASURED_VISITS_SQL, values, {
      name: 'growth-measured-visits',
    });
    if (!row) throw new Error('The patient that the access check found is gone.');
    return row;
  }
}
