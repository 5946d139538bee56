import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JobWorker } from '../../../platform/queue/index.js';
import { dumpOfTables } from '../../../testing/table-dump.js';
import { testApp, type TestApp } from '../../../testing/test-app.js';

const ROWS = 10_000;
const BAD = 137;
const PATIENTS = 250;

let app: TestApp;
beforeAll(async () => {
  app = await testApp({ IMPORT_CHUNK_ROWS: '3000' });
  const people = Array.from({ length: PATIENTS }, (_, n) => `U${n},Given,Family,2012-01-01,F`);
  await imported('patients', ['mrn,given_name,family_name,birth_date,sex', ...people].join('\n'));
});
afterAll(() => app.close());

const nurse = () => app.as('nurse');

function form(csv: string, fields: Record<string, string> = {}): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  data.append('file', new Blob([csv]), 'rows.csv');
  return data;
}

async function imported(type: string, csv: string, more: Record<string, string> = {}): Promise<string> {
  const fields = { type, organizationId: app.people.organizations.lincoln.id, ...more };
  const { status, body } = await nurse().post('/imports', form(csv, fields));
  expect(status).toBe(202);
  await app.get(JobWorker).runDue();
  return body.id;
}

const view = async (id: string) => (await nurse().get(`/imports/${id}`)).body;

async function undone(id: string) {
  expect(await nurse().post(`/imports/${id}/undo`)).toMatchObject({ status: 202, body: { status: 'undoing' } });
  await app.get(JobWorker).runDue();
  return view(id);
}

const isBad = (row: number) => row % 73 === 5 && row < 73 * BAD;
const day = (n: number) => new Date(Date.UTC(2000, 0, 1 + n)).toISOString().slice(0, 10);

const FILES: [string, string, string, (file: string) => string][] = [
  [
    'vaccinations',
    'mrn,cvx,administered_on,notes',
    'vaccination',
    (file) => file.replaceAll('yesterday', '2019-01-01'),
  ],
  [
    'patients',
    'mrn,given_name,family_name,birth_date,sex,email',
    'patient',
    (file) => file.replaceAll('0000-00-00', '2013-03-03'),
  ],
];

function rowOf(type: string, row: number): string {
  if (type === 'patients')
    return `N${row},Given ${row},Family,${isBad(row) ? '0000-00-00' : '2012-02-02'},F,n${row}@home.example`;
  return `U${row % PATIENTS},08,${isBad(row) ? 'yesterday' : day(Math.floor(row / PATIENTS))},`;
}

describe('an import of ten thousand rows', () => {
  it.each(FILES)(
    'of %s, repaired and undone, leaves the database as it was',
    async (type, header, resource, repaired) => {
      const csv = [header, ...Array.from({ length: ROWS }, (_, row) => rowOf(type, row))].join('\n');
      const before = await dumpOfTables(app.database);
      const id = await imported(type, csv);
      expect(await view(id)).toMatchObject({ totalRows: ROWS, insertedRows: ROWS - BAD, rejectedRows: BAD });
      const { text } = await nurse().get(`/imports/${id}/errors.csv`);
      expect(await nurse().post(`/imports/${id}/corrections`, form(repaired(text)))).toMatchObject({ status: 202 });
      await app.get(JobWorker).runDue();
      const full = await view(id);
      expect(full).toMatchObject({ status: 'completed', totalRows: ROWS, rejectedRows: 0 });
      expect(full.insertedRows + full.duplicateRows).toBe(ROWS);
      const filled = await dumpOfTables(app.database);
      expect(filled).not.toEqual(before);
      expect((await nurse().get(`/imports/${id}/undo`)).body).toEqual({
        isPossible: true,
        undoneRows: full.insertedRows,
        keptRows: 0,
        laterDuplicateRows: 0,
      });

      expect(await undone(id)).toMatchObject({
        status: 'undone',
        insertedRows: full.insertedRows,
        undo: { undoneRows: full.insertedRows, keptRows: 0, undoneAt: expect.any(String) },
      });
      expect(await dumpOfTables(app.database)).toEqual(before);
      const [traces] = await app.database.sql(
        `SELECT count(*) FILTER (WHERE action = 'import')::int AS imported, count(*) FILTER (WHERE action = 'undo')::int AS undone,
              count(DISTINCT patient_id) FILTER (WHERE action = 'import')::int AS patients,
              count(DISTINCT patient_id) FILTER (WHERE action = 'undo')::int AS undone_patients
         FROM audit_events WHERE resource_id = $1 AND resource_type = $2`,
        [id, resource],
      );
      expect(traces?.['undone']).toBe(traces?.['undone_patients']);
      expect(traces?.['undone_patients']).toBe(traces?.['patients']);
      const receipts = await app.database.sql(
        `SELECT actor_role, patient_id, detail FROM audit_events WHERE resource_id = $1 AND resource_type = 'import' AND action = 'undo'`,
        [id],
      );
      expect(receipts).toHaveLength(1);
      expect(receipts[0]).toMatchObject({ actor_role: 'nurse', patient_id: null });
      expect(JSON.parse(String(receipts[0]?.['detail']))).toMatchObject({ undoneRows: full.insertedRows, keptRows: 0 });
      // The same file is as new as it was.
      expect(await view(await imported(type, csv, { dryRun: 'true' }))).toMatchObject({ insertedRows: ROWS - BAD });
    },
  );
});

describe('taking an import back', () => {
  it('keeps and names the records that somebody has worked with since', async () => {
    const id = await imported('allergies', 'mrn,allergen\nU1,Nuts\nU1,Milk\nU2,Dust\nU3,Eggs\n');
    const rows = await app.database.sql<{ id: string; allergen: string; patient_id: string }>(
      'SELECT id, allergen, patient_id FROM allergies WHERE import_id = $1',
      [id],
    );
    const of = (allergen: string) => rows.find((row) => row.allergen === allergen);
    const at = (allergen: string) => `/patients/${of(allergen)?.patient_id}/allergies/${of(allergen)?.id}`;
    expect(await app.as('clinician').patch(at('Nuts'), { severity: 'SEVERE' })).toMatchObject({ status: 200 });
    expect((await app.as('clinician').send('DELETE', at('Milk'))).status).toBeLessThan(300);
    await app.database.sql(
      `INSERT INTO allergy_action_plans (allergy_id, written_on, steps, recorded_by) SELECT $1, '2024-01-01', 'x', id FROM users LIMIT 1`,
      [of('Dust')?.id],
    );
    expect((await nurse().get(`/imports/${id}/undo`)).body).toMatchObject({ undoneRows: 1, keptRows: 3 });
    expect(await undone(id)).toMatchObject({ status: 'undone', undo: { undoneRows: 1, keptRows: 3 } });
    const { body } = await nurse().get(`/imports/${id}/kept?limit=2`);
    expect(body.items).toHaveLength(2);
    const rest = await nurse().get(`/imports/${id}/kept?limit=2&cursor=${body.nextCursor}`);
    const reasons = new Map([...body.items, ...rest.body.items].map((item) => [item.recordId, item.reason]));
    expect(rows.map((row) => reasons.get(row.id))).toEqual(
      rows.map((row) => ({ Nuts: 'changed', Milk: 'retired', Dust: 'in-use' })[row.allergen]),
    );
    expect(body.items[0].mrn).toMatch(/^U/);
  });

  it('keeps a patient who got records from elsewhere, with the key', async () => {
    const id = await imported(
      'patients',
      'mrn,given_name,family_name,birth_date,sex\nK1,A,B,2012-01-01,F\nK2,A,B,2012-01-01,F\nK3,A,B,2012-01-01,F\n',
    );
    const later = await imported('vaccinations', 'mrn,cvx,administered_on\nK2,08,2020-01-01\n');
    expect(await undone(id)).toMatchObject({ undo: { undoneRows: 2, keptRows: 1 } });
    const left = await app.database.sql(
      'SELECT mrn, k.version FROM patients p JOIN patient_keys k ON k.patient_id = p.id WHERE p.import_id = $1',
      [id],
    );
    expect(left).toEqual([{ mrn: 'K2', version: 1 }]);
    expect((await nurse().get(`/imports/${id}/kept`)).body.items).toMatchObject([{ mrn: 'K2', reason: 'in-use' }]);
    expect(await undone(later)).toMatchObject({ undo: { undoneRows: 1, keptRows: 0 } });
  });

  it('is seen at once by who reads the patient, and warns of facts that later files held too', async () => {
    const csv = 'mrn,cvx,administered_on\nU9,20,2021-05-05\n';
    const id = await imported('vaccinations', csv);
    await imported('vaccinations', csv);
    const [patient] = await app.database.sql<{ id: string }>(`SELECT id FROM patients WHERE mrn = 'U9'`);
    const shown = async () =>
      (await app.as('clinician').get(`/patients/${patient?.id}/summary`)).body.vaccinations.length;
    const before = await shown();
    expect((await nurse().get(`/imports/${id}/undo`)).body).toMatchObject({ laterDuplicateRows: 1 });
    await undone(id);
    expect(await shown()).toBe(before - 1);
  });

  it('is told as it goes on, and happens once', async () => {
    const id = await imported('vaccinations', 'mrn,cvx,administered_on\nU9,20,2021-06-05\n');
    expect(await nurse().post(`/imports/${id}/undo`)).toMatchObject({ status: 202 });
    expect(await nurse().post(`/imports/${id}/undo`)).toMatchObject({ status: 409 });
    expect(await nurse().post(`/imports/${id}/cancel`)).toMatchObject({ status: 409 });
    const stream = nurse().get(`/imports/${id}/events`);
    await app.get(JobWorker).runDue();
    const events = [...(await stream).text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data));
    expect(events.at(-1)).toMatchObject({ status: 'undone', undo: { undoneRows: 1 } });
    expect(await nurse().post(`/imports/${id}/undo`)).toMatchObject({ status: 409 });
    expect((await nurse().get(`/imports/${id}/undo`)).body).toMatchObject({ isPossible: false });
    expect(await nurse().post(`/imports/${id}/corrections`, form('mrn\nU9\n'))).toMatchObject({ status: 422 });
  });

  it('is refused for a trial run, while the import is at work, and to whoever is out of reach', async () => {
    const csv = 'mrn,cvx,administered_on\nU9,20,2021-07-05\n';
    const trial = await imported('vaccinations', csv, { dryRun: 'true' });
    expect(await nurse().post(`/imports/${trial}/undo`)).toMatchObject({ status: 409 });
    const fields = { type: 'vaccinations', organizationId: app.people.organizations.lincoln.id };
    const { body } = await nurse().post('/imports', form(csv, fields));
    expect(await nurse().post(`/imports/${body.id}/undo`)).toMatchObject({ status: 409 });
    const stranger = app.as('nurse', 'riverside');
    for (const path of ['undo', 'kept']) {
      expect(await stranger.get(`/imports/${body.id}/${path}`)).toMatchObject({ status: 404 });
    }
    expect(await stranger.post(`/imports/${body.id}/undo`)).toMatchObject({ status: 404 });
    expect(await app.as('receptionist').post(`/imports/${body.id}/undo`)).toMatchObject({ status: 403 });
    await app.get(JobWorker).runDue();
  });

  it('asks of every table that refers to patients by an index', async () => {
    const unindexed = await app.database.sql(
      `SELECT c.conrelid::regclass::text AS "table", a.attname AS "column" FROM pg_constraint c
         JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND c.confrelid IN ('patients'::regclass, 'allergies'::regclass)
          AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = a.attnum
                             AND (i.indpred IS NULL OR pg_get_expr(i.indpred, i.indrelid) = '(' || a.attname || ' IS NOT NULL)'))`,
    );
    expect(unindexed).toEqual([]);
  });
});
