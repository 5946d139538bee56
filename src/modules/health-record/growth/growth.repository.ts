import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { GrowthReference } from './growth.rules.js';

/** A child's visits that measured growth, with what is needed to assess them; ascending by time. */
export interface MeasuredVisits {
  /** The patient's cache version in the snapshot that was read. */
  version: string;
  sex: string;
  /** What the organization compares its children with, unless the caller asks for another. */
  reference: GrowthReference;
  visits: MeasuredVisit[];
}

export interface MeasuredVisit {
  recordId: string;
  measuredAt: string;
  /** Whole days since birth, by the calendar of the organization's time zone. */
  ageDays: number;
  heightCm: number | null;
  weightKg: number | null;
  headCircumferenceCm: number | null;
}

interface Row extends Partial<MeasuredVisit> {
  version: string;
  sex: string;
  reference: GrowthReference;
}

/** The outer join keeps one row, with the version, where nothing was measured. */
const MEASURED_VISITS_SQL = `
SELECT coalesce((SELECT version FROM cache_versions WHERE tag = p.id), 0) AS version,
       p.sex, o.growth_reference AS reference, v.*
  FROM patients p
  JOIN organizations o ON o.id = p.organization_id
  LEFT JOIN LATERAL (
    SELECT r.id AS "recordId", iso_instant(r.occurred_at) AS "measuredAt",
           (r.occurred_at AT TIME ZONE o.time_zone)::date - p.birth_date AS "ageDays",
           (r.vital ->> 'heightCm')::float8 AS "heightCm", (r.vital ->> 'weightKg')::float8 AS "weightKg",
           (r.vital ->> 'headCircumferenceCm')::float8 AS "headCircumferenceCm", r.occurred_at
      FROM health_records r
     WHERE r.patient_id = p.id AND r.retired_at IS NULL
       AND r.vital ?| ARRAY['heightCm', 'weightKg', 'headCircumferenceCm']
       AND ($2::date IS NULL OR r.occurred_at >= $2::date::timestamp AT TIME ZONE o.time_zone)
       AND ($3::date IS NULL OR r.occurred_at < ($3::date + 1)::timestamp AT TIME ZONE o.time_zone)
     ORDER BY r.occurred_at DESC, r.id DESC LIMIT $4
  ) v ON true
 WHERE p.id = $1
 ORDER BY v.occurred_at, v."recordId"`;

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
    const rows = await this.database.query<Row>(MEASURED_VISITS_SQL, values, { name: 'growth-measured-visits' });
    const [first] = rows;
    if (!first) throw new Error('The patient that the access check found is gone.');
    const { version, sex, reference } = first;
    return { version, sex, reference, visits: rows.filter((row): row is Row & MeasuredVisit => row.recordId != null) };
  }
}
