import { vaccineOf } from '../modules/health-record/vaccinations/cvx.rules.js';
import type { Database } from '../platform/database/database.js';
import { newId } from '../platform/database/new-id.js';
import type { PatientStory } from './patient-story.js';

/** The columns of each table that the stories fill, beside id, patient and author, with their types. */
const TABLES = {
  allergies: 'allergen text, code text, severity text, reaction text, notes text, onset_date date',
  chronic_conditions: 'code text, code_system text, name text, severity text, notes text, onset_date date',
  vaccinations:
    'cvx text, vaccine_name text, administered_on date, dose_number integer, lot_number text, manufacturer text, site text, route text, provider text',
  health_records: 'type text, occurred_at timestamptz, description text, provider text, vital jsonb',
} as const;

type Table = keyof typeof TABLES;

/** Stores the records of all stories, one statement a table; `stories` are keyed by their patient's id. */
export async function storeRecords(
  database: Database,
  stories: ReadonlyMap<string, PatientStory>,
  authorId: string,
): Promise<void> {
  const rows: Record<Table, object[]> = { allergies: [], chronic_conditions: [], vaccinations: [], health_records: [] };
  for (const [patientId, story] of stories) {
    const add = (table: Table, row: object): number => rows[table].push({ id: newId(), patient_id: patientId, ...row });
    for (const row of story.allergies) add('allergies', row);
    for (const row of story.conditions) add('chronic_conditions', row);
    for (const row of story.vaccinations) add('vaccinations', { ...row, vaccine_name: vaccineOf(row.cvx)?.name });
    for (const row of story.visits) add('health_records', row);
  }
  for (const table of Object.keys(TABLES) as Table[]) {
    const columns = TABLES[table].replaceAll(/ (text|date|integer|timestamptz|jsonb)/g, '');
    await database.execute(
      `INSERT INTO ${table} (id, patient_id, created_by, ${columns})
       SELECT id, patient_id, $2, ${columns}
         FROM jsonb_to_recordset($1::jsonb) AS row (id uuid, patient_id uuid, ${TABLES[table]})
       ON CONFLICT DO NOTHING`,
      [JSON.stringify(rows[table]), authorId],
    );
  }
}
