import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';

/** Patients with recent activity, and most of each other group: together less than a process keeps in memory. */
const ACTIVE = 500;
const EACH = 1000;
/** Newest records to look through for patients with recent activity. */
const RECORDS_LOOKED_AT = 5000;

/** Each part reads one index from its beginning; a patient is named once, for the first reason that holds. */
const WORTH_WARMING = `
SELECT patient_id AS id FROM (
  SELECT patient_id, min(reason) AS reason FROM (
    (SELECT patient_id, 1 AS reason FROM (
       SELECT patient_id, occurred_at FROM health_records WHERE retired_at IS NULL
        ORDER BY occurred_at DESC, id DESC LIMIT ${RECORDS_LOOKED_AT}) newest
      GROUP BY patient_id ORDER BY max(occurred_at) DESC LIMIT ${ACTIVE})
    UNION ALL
    (SELECT patient_id, 2 FROM allergies
      WHERE active AND retired_at IS NULL AND severity IN ('SEVERE', 'LIFE_THREATENING') LIMIT ${EACH})
    UNION ALL
    (SELECT patient_id, 3 FROM chronic_conditions WHERE status = 'ACTIVE' AND retired_at IS NULL LIMIT ${EACH})
    UNION ALL
    (SELECT patient_id, 4 FROM vaccinations
      WHERE administered_on > current_date - interval '6 months' AND retired_at IS NULL
      ORDER BY administered_on DESC LIMIT ${EACH})
  ) found GROUP BY patient_id
) worth
  JOIN patients p ON p.id = worth.patient_id AND p.retired_at IS NULL AND p.merged_into IS NULL
 ORDER BY reason, worth.patient_id`;

const VERSIONS = `
SELECT p.id, coalesce(v.version, 0) AS version
  FROM patients p LEFT JOIN cache_versions v ON v.tag = p.id
 WHERE p.id = ANY ($1) AND p.merged_into IS NULL`;

/** A patient and the version of what is cached of them. */
export interface VersionedPatient {
  id: string;
  version: string;
}

/** Reads whose records are likely to be asked for. */
@Injectable()
export class WarmingRepository {
  constructor(private readonly database: Database) {}

  /** The likeliest first: seen of late, severely allergic, chronically ill, vaccinated within half a year. */
  async worthWarming(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(WORTH_WARMING);
    return rows.map(({ id }) => id);
  }

  /** Those of `ids` that there are. */
  versionsOf(ids: readonly string[]): Promise<VersionedPatient[]> {
    return this.database.query<VersionedPatient & Record<string, unknown>>(VERSIONS, [ids]);
  }
}
