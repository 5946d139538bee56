import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { VitalVisit } from './trend.rules.js';

/** A patient's visits with vitals, ascending by time, and the cache version that the same snapshot saw. */
export interface VitalVisits {
  version: string;
  sex: string;
  visits: VitalVisit[];
}

interface Row extends Partial<VitalVisit> {
  version: string;
  sex: string;
}

/** The outer join keeps one row, with the version, where nothing was measured. */
const VITAL_VISITS_SQL = `
SELECT coalesce((SELECT version FROM cache_versions WHERE tag = p.id), 0) AS version, p.sex, v.*
  FROM patients p
  JOIN organizations o ON o.id = p.organization_id
  LEFT JOIN LATERAL (
    SELECT r.id AS "recordId", iso_instant(r.occurred_at) AS "measuredAt",
           (r.occurred_at AT TIME ZONE o.time_zone)::date - p.birth_date AS "ageDays", r.vital, r.occurred_at
      FROM health_records r
     WHERE r.patient_id = p.id AND r.retired_at IS NULL AND r.vital IS NOT NULL
       AND ($2::date IS NULL OR r.occurred_at >= $2::date::timestamp AT TIME ZONE o.time_zone)
       AND ($3::date IS NULL OR r.occurred_at < ($3::date + 1)::timestamp AT TIME ZONE o.time_zone)
     ORDER BY r.occurred_at DESC, r.id DESC LIMIT $4
  ) v ON true
 WHERE p.id = $1
 ORDER BY v.occurred_at, v."recordId"`;

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
    const rows = await this.database.query<Row>(VITAL_VISITS_SQL, values, { name: 'vital-visits' });
    const [first] = rows;
    if (!first) throw new Error('The patient that the access check found is gone.');
    const visits = rows.filter((row): row is Row & VitalVisit => row.recordId != null);
    return { version: first.version, sex: first.sex, visits };
  }
}
