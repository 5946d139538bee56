import { copyLine } from '../../../platform/database/copy.js';
import { newId } from '../../../platform/database/new-id.js';
import type { CellValue } from '../row-parsers/cell.rules.js';
import { HEALTH_RECORD_AT as AT, VITAL_COLUMNS } from '../row-parsers/health-records.rules.js';
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
  FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[]) WITH ORDINALITY AS k (patient_id, type, occurred_at, description, n)
 CROSS JOIN LATERAL (
       SELECT FROM health_records h
        WHERE h.patient_id = k.patient_id AND h.type = k.type AND h.occurred_at = k.occurred_at
          AND md5(h.description) = md5(k.description) AND h.retired_at IS NULL
        LIMIT 1) AS known`;

export const HEALTH_RECORD_TARGET: ImportTarget = {
  type: 'health-records',
  resource: 'health-record',
  tables: [
    {
      table: 'health_records',
      columns: [
        'id',
        'patient_id',
        'type',
        'occurred_at',
        'description',
        'provider',
        'notes',
        'vital',
        'import_id',
        'created_by',
      ],
    },
  ],
  factOf: (values, patientId) =>
    [patientId, values[AT.type], values[AT.occurred_at], values[AT.description]].join(FACT_SEPARATOR),
  known: (candidates) => ({
    sql: KNOWN_SQL,
    values: [
      plainArrayLiteral(candidates.map(({ patientId }) => patientId)),
      plainArrayLiteral(candidates.map(({ values }) => values[AT.type] ?? null)),
      plainArrayLiteral(candidates.map(({ values }) => values[AT.occurred_at] ?? null)),
      arrayLiteral(candidates.map(({ values }) => values[AT.description] ?? null)),
    ],
  }),
  linesOf: ({ patientId, values }: Candidate, { importId, createdBy }: Origin) => {
    const { type, occurred_at: occurredAt, description, provider, notes } = AT;
    const cells = [type, occurredAt, description, provider, notes].map((position) => values[position] ?? null);
    return [copyLine([newId(), patientId, ...cells, vitalOf(values), importId, createdBy])];
  },
};

/** The measurements of a row as the `vital` of its record; null when it has none. */
function vitalOf(values: readonly CellValue[]): string | null {
  let vital: Record<string, CellValue> | undefined;
  for (const { at, vital: name } of VITAL_COLUMNS) {
    const value = values[at] ?? null;
    if (value !== null) (vital ??= {})[name] = value;
  }
  return vital === undefined ? null : JSON.stringify(vital);
}
