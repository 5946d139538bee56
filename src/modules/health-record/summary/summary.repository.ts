import { Injectable } from '@nestjs/common';
import type { LoadedBody } from '../../../platform/cache/index.js';
import { Database } from '../../../platform/database/database.js';
import { notFound } from '../../../platform/http/problem.js';
import { DoseGuard, doseAlertMaterial, type DoseAlertMaterial } from '../../dna/index.js';
import { PATIENT_JSON } from '../../patients/index.js';
import { ALLERGY } from '../allergies/allergy.kind.js';
import { severityRank } from '../allergies/allergy.rules.js';
import { CHRONIC_CONDITION } from '../chronic-conditions/chronic-condition.kind.js';
import { statusRank } from '../chronic-conditions/chronic-condition.rules.js';
import { recordJson } from '../records/record-kind.js';
import { VACCINATION } from '../vaccinations/vaccination.kind.js';
import type { PatientSummary } from './summary.view.js';

/** Lists of the summary are cut here, far above any real patient; `recordCounts` tells the whole number. */
const LIST_MAX = 500;
const VITALS_MAX = 5;

/**
 * The whole summary as finished JSON text, with the cache version of the same snapshot, in one statement. Each list
 * reads one index range of one patient.
 */
export const SUMMARY_SQL = `
SELECT coalesce((SELECT version FROM cache_versions WHERE tag = p.id), 0) AS version,
       ${doseAlertMaterial('p.id')} AS material,
       json_build_object(
         'patient', ${PATIENT_JSON},
         'allergies', (SELECT coalesce(json_agg(a.item), '[]') FROM (
           SELECT ${recordJson(ALLERGY)} AS item FROM allergies r
            WHERE r.patient_id = p.id AND r.retired_at IS NULL
            ORDER BY r.active DESC, ${severityRank('r.severity')} DESC, r.id DESC LIMIT ${LIST_MAX}) a),
         'chronicConditions', (SELECT coalesce(json_agg(c.item), '[]') FROM (
           SELECT ${recordJson(CHRONIC_CONDITION)} AS item FROM chronic_conditions r
            WHERE r.patient_id = p.id AND r.retired_at IS NULL
            ORDER BY ${statusRank('r.status')} DESC, r.onset_date DESC NULLS LAST, r.id DESC LIMIT ${LIST_MAX}) c),
         'vaccinations', (SELECT coalesce(json_agg(v.item), '[]') FROM (
           SELECT ${recordJson(VACCINATION)} AS item FROM vaccinations r
            WHERE r.patient_id = p.id AND r.retired_at IS NULL
            ORDER BY r.administered_on DESC, r.id DESC LIMIT ${LIST_MAX}) v),
         'recentVitals', (SELECT coalesce(json_agg(m.item), '[]') FROM (
           SELECT json_build_object('recordId', r.id, 'occurredAt', iso_instant(r.occurred_at), 'vital', r.vital) AS item
             FROM health_records r
            WHERE r.patient_id = p.id AND r.retired_at IS NULL AND r.vital IS NOT NULL
            ORDER BY r.occurred_at DESC, r.id DESC LIMIT ${VITALS_MAX}) m),
         'recordCounts', (SELECT coalesce(json_object_agg(n.type, n.count), '{}') FROM (
           SELECT r.type, count(*) AS count FROM health_records r
            WHERE r.patient_id = p.id AND r.retired_at IS NULL GROUP BY r.type
           UNION ALL SELECT 'ALLERGY', count(*) FROM allergies r WHERE r.patient_id = p.id AND r.retired_at IS NULL HAVING count(*) > 0
           UNION ALL SELECT 'CHRONIC_CONDITION', count(*) FROM chronic_conditions r WHERE r.patient_id = p.id AND r.retired_at IS NULL HAVING count(*) > 0
           UNION ALL SELECT 'VACCINATION', count(*) FROM vaccinations r WHERE r.patient_id = p.id AND r.retired_at IS NULL HAVING count(*) > 0
         ) n),
         'generatedAt', iso_instant(now()),
         'pharmacogenomicAlerts', json_build_array()
       )::text AS body
  FROM patients p WHERE p.id = $1`;

interface SummaryRow {
  version: string;
  body: string;
  material: DoseAlertMaterial | null;
}

/** Reads a patient's summary. */
@Injectable()
export class SummaryRepository {
  constructor(
    private readonly database: Database,
    private readonly doseGuard: DoseGuard,
  ) {}

  /** The finished JSON. What the genome says of drugs is sealed: it is opened here, and put where the empty list at the end stands. */
  async read(patientId: string): Promise<LoadedBody<PatientSummary>> {
    const [row] = await this.database.query<SummaryRow>(SUMMARY_SQL, [patientId], { name: 'patient-summary' });
    if (!row) throw notFound('patient');
    const { version, body, material } = row;
    if (!material) return { version, body };
    const alerts = await this.doseGuard.open(patientId, material);
    return { version, body: `${body.slice(0, body.lastIndexOf('['))}${JSON.stringify(alerts)}}` };
  }
}
