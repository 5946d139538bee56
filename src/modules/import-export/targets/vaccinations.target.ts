import { copyLine } from '../../../platform/database/copy.js';
import { newId } from '../../../platform/database/new-id.js';
import { vaccineOf } from '../../health-record/vaccinations/cvx.rules.js';
import type { CellValue } from '../row-parsers/cell.rules.js';
import { VACCINATION_AT as AT } from '../row-parsers/vaccinations.rules.js';
import { type Candidate, FACT_SEPARATOR, type ImportTarget, type Origin, plainArrayLiteral } from './import-target.js';

/** LATERAL with LIMIT keeps to the index, also where the planner would rather hash a table of millions for 10,000 rows. */
const KNOWN_SQL = `
SELECT (k.n - 1)::int AS at
  FROM unnest($1::uuid[], $2::text[], $3::date[]) WITH ORDINALITY AS k (patient_id, cvx, administered_on, n)
 CROSS JOIN LATERAL (
       SELECT FROM vaccinations v
        WHERE v.patient_id = k.patient_id AND v.cvx = k.cvx AND v.administered_on = k.administered_on AND v.retired_at IS NULL
        LIMIT 1) AS known`;

export const VACCINATION_TARGET: ImportTarget = {
  type: 'vaccinations',
  resource: 'vaccination',
  tables: [
    {
      table: 'vaccinations',
      columns: [
        'id',
        'patient_id',
        'cvx',
        'vaccine_name',
        'administered_on',
        'lot_number',
        'dose_number',
        'manufacturer',
        'site',
        'route',
        'provider',
        'notes',
        'import_id',
        'created_by',
      ],
    },
  ],
  factOf: (values, patientId) =>
    patientId + FACT_SEPARATOR + String(values[AT.cvx]) + FACT_SEPARATOR + String(values[AT.administered_on]),
  known: (candidates) => ({
    sql: KNOWN_SQL,
    values: [
      plainArrayLiteral(candidates.map(({ patientId }) => patientId)),
      plainArrayLiteral(candidates.map(({ values }) => values[AT.cvx] ?? null)),
      plainArrayLiteral(candidates.map(({ values }) => values[AT.administered_on] ?? null)),
    ],
  }),
  linesOf: ({ patientId, values }: Candidate, { importId, createdBy }: Origin) => {
    const at = (position: number): CellValue => values[position] ?? null;
    const cvx = String(at(AT.cvx));
    return [
      copyLine([
        newId(),
        patientId,
        cvx,
        vaccineOf(cvx)?.name ?? cvx,
        at(AT.administered_on),
        at(AT.lot_number),
        at(AT.dose_number),
        at(AT.manufacturer),
        at(AT.site),
        at(AT.route),
        at(AT.provider),
        at(AT.notes),
        importId,
        createdBy,
      ]),
    ];
  },
};
