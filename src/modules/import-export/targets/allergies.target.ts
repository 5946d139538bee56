import { copyLine } from '../../../platform/database/copy.js';
import { newId } from '../../../platform/database/new-id.js';
import { ALLERGY_AT as AT } from '../row-parsers/allergies.rules.js';
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
  FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS k (patient_id, allergen, n)
 CROSS JOIN LATERAL (
       SELECT FROM allergies a
        WHERE a.patient_id = k.patient_id AND lower(a.allergen) = lower(k.allergen) AND a.active AND a.retired_at IS NULL
        LIMIT 1) AS known`;

/** An imported allergy is an active one. */
export const ALLERGY_TARGET: ImportTarget = {
  type: 'allergies',
  resource: 'allergy',
  tables: [
    {
      table: 'allergies',
      columns: [
        'id',
        'patient_id',
        'allergen',
        'code',
        'severity',
        'reaction',
        'onset_date',
        'notes',
        'import_id',
        'created_by',
      ],
    },
  ],
  factOf: (values, patientId) => patientId + FACT_SEPARATOR + String(values[AT.allergen]).toLowerCase(),
  known: (candidates) => ({
    sql: KNOWN_SQL,
    values: [
      plainArrayLiteral(candidates.map(({ patientId }) => patientId)),
      arrayLiteral(candidates.map(({ values }) => values[AT.allergen] ?? null)),
    ],
  }),
  linesOf: ({ patientId, values }: Candidate, { importId, createdBy }: Origin) => {
    const { allergen, code, severity, reaction, onset_date: onset, notes } = AT;
    const cells = [allergen, code, severity, reaction, onset, notes].map((position) => values[position] ?? null);
    return [copyLine([newId(), patientId, ...cells, importId, createdBy])];
  },
};
