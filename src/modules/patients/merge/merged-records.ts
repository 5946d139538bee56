/** A table of patients' records, and what makes two of its rows the same fact (as its natural key says): `l` and `s`. */
interface MergedTable {
  readonly name: string;
  readonly isSameFact: string;
}

/** What a merge moves. Whatever else belongs to a patient stops it: see `TablesOfPatients`. */
export const MERGED_TABLES: readonly MergedTable[] = [
  { name: 'allergies', isSameFact: 'lower(l.allergen) = lower(s.allergen) AND l.active = s.active' },
  { name: 'chronic_conditions', isSameFact: 'lower(coalesce(l.code, l.name)) = lower(coalesce(s.code, s.name))' },
  { name: 'vaccinations', isSameFact: 'l.cvx = s.cvx AND l.administered_on = s.administered_on' },
  {
    name: 'health_records',
    isSameFact: 'l.type = s.type AND l.occurred_at = s.occurred_at AND md5(l.description) = md5(s.description)',
  },
];

/** Of the same fact recorded for both, the survivor's stays; the other is retired with the patient it was recorded for. */
export function retireSameFactsSql({ name, isSameFact }: MergedTable): string {
  return `
WITH retired AS (
  UPDATE ${name} l SET retired_at = now(), updated_at = now(), version = l.version + 1
    FROM ${name} s
   WHERE l.patient_id = $2 AND s.patient_id = $3 AND l.retired_at IS NULL AND s.retired_at IS NULL AND ${isSameFact}
  RETURNING l.id
)
INSERT INTO patient_merge_moves (merge_id, table_name, record_id, action) SELECT $1, '${name}', id, 'retired' FROM retired`;
}

export function moveSql({ name }: MergedTable): string {
  return `
WITH moved AS (
  UPDATE ${name} r SET patient_id = $3, updated_at = now(), version = r.version + 1
   WHERE r.patient_id = $2
     AND NOT EXISTS (SELECT FROM patient_merge_moves m WHERE m.merge_id = $1 AND m.table_name = '${name}' AND m.record_id = r.id)
  RETURNING r.id
)
INSERT INTO patient_merge_moves (merge_id, table_name, record_id, action) SELECT $1, '${name}', id, 'moved' FROM moved`;
}

/** Whatever was changed in them since goes back with the records. */
export function moveBackSql({ name }: MergedTable): string {
  return `
UPDATE ${name} r SET patient_id = $2, updated_at = now(), version = r.version + 1
  FROM patient_merge_moves m
 WHERE m.merge_id = $1 AND m.table_name = '${name}' AND m.action = 'moved' AND r.id = m.record_id AND r.patient_id = $3`;
}

/** Unless a record that came back says the same by now. */
export function restoreSql({ name, isSameFact }: MergedTable): string {
  return `
UPDATE ${name} l SET retired_at = NULL, updated_at = now(), version = l.version + 1
  FROM patient_merge_moves m
 WHERE m.merge_id = $1 AND m.table_name = '${name}' AND m.action = 'retired' AND l.id = m.record_id AND l.patient_id = $2
   AND NOT EXISTS (SELECT FROM ${name} s WHERE s.patient_id = l.patient_id AND s.id <> l.id AND s.retired_at IS NULL AND ${isSameFact})`;
}
