import { copyLine } from '../../../platform/database/copy.js';
import { newId } from '../../../platform/database/new-id.js';
import { CHRONIC_CONDITION_AT as AT } from '../row-parsers/chronic-conditions.rules.js';
import {
  arrayLiteral,
  type Candidate,
  FACT_SEPARATOR,
  type ImportTarget,
  type Origin,
  plainArrayLiteral,
} from './import-target.js';

const KNOWN_SQL = `
SELECT (k.n - 1)::int AS at
  FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS k (patient_id, code_or_name, n)
 CROSS JOIN LATERAL (
       SELECT FROM chronic_conditions c
        WHERE c.patient_id = k.patient_id AND lower(coalesce(c.code, c.name)) = lower(k.code_or_name) AND c.retired_at IS NULL
        LIMIT 1) AS known`;

export const CHRONIC_CONDITION_TARGET: ImportTarget = {
  type: 'chronic-conditions',
  resource: 'chronic-condition',
  tables: [
    {
      table: 'chronic_conditions',
      columns: [
        'id',
        'patient_id',
        'code',
        'code_system',
        'name',
        'status',
        'severity',
        'onset_date',
        'resolved_date',
        'notes',
        'import_id',
        'created_by',
      ],
    },
  ],
  factOf: (values, patientId) => patientId + FACT_SEPARATOR + String(values[AT.code] ?? values[AT.name]).toLowerCase(),
  known: (candidates) => ({
    sql: KNOWN_SQL,
    values: [
      plainArrayLiteral(candidates.map(({ patientId }) => patientId)),
      arrayLiteral(candidates.map(({ values }) => values[AT.code] ?? values[AT.name] ?? null)),
    ],
  }),
  linesOf: ({ patientId, values }: Candidate, { importId, createdBy }: Origin) => {
    const { code, code_system: system, name, status, severity, onset_date: onset, resolved_date: resolved, notes } = AT;
    const positions = [code, system, name, status, severity, onset, resolved, notes];
    const cells = positions.map((position) => values[position] ?? null);
    return [copyLine([newId(), patientId, ...cells, importId, createdBy])];
  },
};
