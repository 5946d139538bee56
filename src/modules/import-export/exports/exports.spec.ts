import { readdir, readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/database/new-id.js';
import { JobWorker } from '../../../platform/queue/index.js';
import { OBJECT_STORE, type ObjectStore } from '../../../platform/storage/index.js';
import type { Role } from '../../../platform/access/actor.js';
import { testApp, type TestApp } from '../../../testing/test-app.js';
import { ExpiredExports } from './expired-exports.js';

let app: TestApp;
beforeAll(async () => {
  // Every patient is a part of its own.
  app = await testApp({ EXPORT_PART_BYTES: '1' });
  await seed();
});
afterAll(() => app.close());

type Fields = Record<string, unknown>;
const lincoln = () => app.people.organizations.lincoln;

const PATIENTS = `mrn,given_name,family_name,birth_date,sex,grade,email,phone
E1,Ada,=Byron,2012-05-06,female,4,ada@home.example,+1 555 010 0001
E2,"O'Ben ""B""","Okri, Jr.",2013-01-31,male,,,
E3,Zoë,Núñez,2011-12-24,other,,,555-0199
-7,Minus,''=Seven,2011-12-25,unknown,K,,
`;

async function importCsv(type: string, csv: string): Promise<Fields> {
  const data = new FormData();
  data.append('type', type);
  data.append('organizationId', lincoln().id);
  data.append('file', new Blob([csv]), 'rows.csv');
  const { body } = await app.as('nurse').post('/imports', data);
  await app.get(JobWorker).runDue();
  return (await app.as('nurse').get(`/imports/${body.id}`)).body;
}

const order = (fields: Fields, role: Role = 'nurse', headers?: Record<string, string>) =>
  app.as(role).post('/exports', { format: 'csv', organizationId: lincoln().id, ...fields }, headers);

async function exported(fields: Fields, role: Role = 'nurse') {
  const { status, body, headers } = await order(fields, role);
  expect(status).toBe(202);
  expect(headers.get('location')).toBe(`/api/exports/${body.id}`);
  await app.get(JobWorker).runDue();
  const view = (await app.as(role).get(`/exports/${body.id}`)).body;
  expect(view).toMatchObject({ status: 'completed' });
  const file = await app.as(role).get(`/exports/${body.id}/file`);
  expect(file.status).toBe(200);
  expect(Number(file.headers.get('content-length'))).toBe(view.bytes);
  expect(Buffer.byteLength(file.text)).toBe(view.bytes - (fields['format'] === 'ndjson' ? 0 : 3));
  return { view, file, text: file.text };
}

const lines = (text: string) => text.replace('\uFEFF', '').split('\n').filter(Boolean);

async function seed(): Promise<void> {
  expect(await importCsv('patients', PATIENTS)).toMatchObject({ insertedRows: 4 });
  await importCsv(
    'allergies',
    'mrn,allergen,code,severity,reaction,onset_date,notes\nE1,Peanut,91935009,SEVERE,"hives,\nswelling",2019-01-02,=HYPERLINK("x")\nE2,-Dust,,MILD,,,\n',
  );
  await importCsv(
    'chronic-conditions',
    'mrn,code,code_system,name,status\nE1,J45.909,ICD-10-CM,Asthma,ACTIVE\n-7,,,@Rash,\n',
  );
  await importCsv(
    'vaccinations',
    'mrn,cvx,administered_on,lot_number,dose_number,manufacturer,notes\nE1,08,2020-01-01,-12,1,"Merck & Co., Inc.","two\r\nlines"\nE1,140,2021-09-01,,,,\nE3,20,2021-09-02,+A,2,,\n',
  );
  await importCsv(
    'health-records',
    'mrn,type,occurred_at,description,provider,notes,height_cm,weight_kg,head_circumference_cm,systolic,diastolic\nE1,CHECKUP,2024-09-01T08:30:00Z,Well child,Dr. Day,"a\tb",140,35.5,52,110,70\nE2,VITALS,2024-09-02T03:30:00Z,,,,,40,,,\n',
  );
}

describe('an export', () => {
  it.each(['patients', 'allergies', 'chronic-conditions', 'vaccinations', 'health-records'])(
    'of %s as CSV holds nothing new for an import, however odd its texts',
    async (type) => {
      const { text, view } = await exported({ type });
      expect(view.rows).toBeGreaterThan(1);
      const again = await importCsv(type, text);
      expect(again).toMatchObject({ totalRows: view.rows, insertedRows: 0, rejectedRows: 0, duplicateRows: view.rows });
    },
  );

  it('writes no cell that a spreadsheet would run', async () => {
    const { text } = await exported({ type: 'patients' });
    expect(lines(text)).toContain("E1,Ada,'=Byron,2012-05-06,female,4,ada@home.example,'+1 555 010 0001");
    expect(lines(text)).toContain("-7,Minus,''=Seven,2011-12-25,unknown,K,,");
    expect((await exported({ type: 'allergies' })).text).toContain(`,"'=HYPERLINK(""x"")"`);
  });

  it('as NDJSON holds the records as the API shows them', async () => {
    const { text, view, file } = await exported({ type: 'vaccinations', format: 'ndjson' });
    expect(file.headers.get('content-type')).toBe('application/x-ndjson');
    const records = lines(text).map((line) => JSON.parse(line) as Fields);
    expect(records).toHaveLength(view.rows);
    const { patientId } = records.find(({ mrn }) => mrn === 'E1') ?? {};
    const listed = (await app.as('nurse').get(`/patients/${String(patientId)}/vaccinations`)).body.items;
    expect(records.filter(({ mrn }) => mrn === 'E1')).toEqual(
      listed.map((record: Fields) => ({ ...record, mrn: 'E1' })),
    );
  });

  it('of patients as NDJSON has their contact data, which lie sealed', async () => {
    const { text } = await exported({ type: 'patients', format: 'ndjson' });
    const [ada] = lines(text)
      .map((line) => JSON.parse(line) as Fields)
      .filter(({ mrn }) => mrn === 'E1');
    const { body } = await app.as('nurse').get(`/patients/${String(ada?.['id'])}`);
    expect(ada).toEqual(body);
  });

  it('hides the notes of confidential visits and an allergy that is over, as lists and columns have it', async () => {
    const patient = `/patients/${lincoln().patientId}`;
    const visit = {
      type: 'NOTE',
      occurredAt: '2025-01-01T10:00:00Z',
      description: 'Talk',
      notes: 'secret',
      confidential: true,
    };
    expect(await app.as('nurse').post(`${patient}/health-records`, visit)).toMatchObject({ status: 201 });
    const allergy = { allergen: 'Penicillin', severity: 'MILD', active: false };
    expect(await app.as('nurse').post(`${patient}/allergies`, allergy)).toMatchObject({ status: 201 });
    const visits = lines((await exported({ type: 'health-records', format: 'ndjson' })).text);
    expect(visits.some((line) => line.includes('"description":"Talk"') && line.includes('"notes":null'))).toBe(true);
    expect(visits.join('')).not.toContain('secret');
    expect((await exported({ type: 'allergies' })).text).not.toContain('Penicillin');
    expect((await exported({ type: 'allergies', format: 'ndjson' })).text).toContain('"Penicillin"');
  });

  it('takes days by the clock of the organization, both included', async () => {
    await app.database.sql(`UPDATE organizations SET time_zone = 'America/New_York' WHERE id = $1`, [lincoln().id]);
    const counted = async (fields: Fields) => (await exported({ type: 'health-records', ...fields })).view.rows;
    expect(await counted({ from: '2024-09-01', to: '2024-09-01' })).toBe(2);
    expect(await counted({ from: '2024-09-02' })).toBe(1);
    expect((await exported({ type: 'vaccinations', from: '2021-09-02', to: '2021-09-02' })).view.rows).toBe(1);
    await app.database.sql(`UPDATE organizations SET time_zone = 'UTC' WHERE id = $1`, [lincoln().id]);
    const empty = await exported({ type: 'vaccinations', to: '1990-01-01' });
    expect(lines(empty.text)).toEqual([expect.stringMatching(/^mrn,cvx,/)]);
    expect(await order({ type: 'vaccinations', from: '2024-02-02', to: '2024-02-01' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'to' }] },
    });
  });

  it('of a district holds its schools, and nobody else’s', async () => {
    const answer = await app
      .as('superadmin')
      .post('/exports', { type: 'patients', format: 'csv', organizationId: lincoln().districtId });
    await app.get(JobWorker).runDue();
    const { text } = await app.as('superadmin').get(`/exports/${answer.body.id}/file`);
    expect(lines(text)).toHaveLength(6);
    expect(text).not.toContain('USER-riverside');
    // Ordered for the district, it is out of reach for a nurse of the school.
    expect(await app.as('nurse').get(`/exports/${answer.body.id}`)).toMatchObject({ status: 404 });
  });

  it('leaves one event for itself, one for each patient in it, and one for each download', async () => {
    const { view } = await exported({ type: 'vaccinations' });
    const events = await app.database.sql<Fields>(
      `SELECT action, resource_type, purpose, (patient_id IS NOT NULL) AS of_patient FROM audit_events
        WHERE resource_id = $1 AND action <> 'read' ORDER BY occurred_at, patient_id`,
      [view.id],
    );
    expect(events).toEqual([
      { action: 'export', resource_type: 'export', purpose: 'HOPERAT', of_patient: false },
      { action: 'export', resource_type: 'vaccination', purpose: 'HOPERAT', of_patient: true },
      { action: 'export', resource_type: 'vaccination', purpose: 'HOPERAT', of_patient: true },
      { action: 'download', resource_type: 'export', purpose: 'TREAT', of_patient: false },
    ]);
    const told = await app.database.sql<{ mrn: string }>(
      `SELECT mrn FROM audit_events JOIN patients p ON p.id = patient_id WHERE resource_id = $1 ORDER BY mrn`,
      [view.id],
    );
    expect(told).toEqual([{ mrn: 'E1' }, { mrn: 'E3' }]);
  });

  it('ordered twice under one key is one; another order under it is refused', async () => {
    const headers = { 'idempotency-key': 'once' };
    const first = await order({ type: 'allergies' }, 'nurse', headers);
    expect(await order({ type: 'allergies' }, 'nurse', headers)).toMatchObject({
      status: 202,
      body: { id: first.body.id },
    });
    expect(await order({ type: 'vaccinations' }, 'nurse', headers)).toMatchObject({ status: 409 });
    await app.get(JobWorker).runDue();
  });

  it('can be cancelled before it begins, once, and then has no file', async () => {
    const { body } = await order({ type: 'vaccinations' });
    expect(await app.as('nurse').get(`/exports/${body.id}/file`)).toMatchObject({ status: 409 });
    expect(await app.as('nurse').post(`/exports/${body.id}/cancel`)).toMatchObject({
      status: 202,
      body: { status: 'cancelled' },
    });
    await app.get(JobWorker).runDue();
    expect(await app.as('nurse').get(`/exports/${body.id}/file`)).toMatchObject({ status: 409 });
    expect(await app.as('nurse').post(`/exports/${body.id}/cancel`)).toMatchObject({ status: 409 });
  });

  it('is told as it goes on, to its end', async () => {
    const { body } = await order({ type: 'vaccinations' });
    const stream = app.as('nurse').get(`/exports/${body.id}/events`);
    await app.get(JobWorker).runDue();
    const { text, headers } = await stream;
    expect(headers.get('content-type')).toMatch(/^text\/event-stream/);
    const events = [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data) as Fields);
    expect(events.at(-1)).toMatchObject({ id: body.id, status: 'completed', rows: 3 });
  });

  it('is listed newest first, and seen by nobody out of reach', async () => {
    const { body } = await app.as('nurse').get('/exports?limit=2');
    expect(body.items).toHaveLength(2);
    expect(body.items[0].id > body.items[1].id).toBe(true);
    const next = await app.as('nurse').get(`/exports?limit=1&cursor=${body.nextCursor}`);
    expect(next.body.items[0].id < body.items[1].id).toBe(true);
    const stranger = app.as('nurse', 'riverside');
    const { id } = body.items[0];
    for (const path of [`/exports/${id}`, `/exports/${id}/file`, `/exports/${id}/events`]) {
      expect(await stranger.get(path)).toMatchObject({ status: 404 });
    }
    expect(await stranger.post(`/exports/${id}/cancel`)).toMatchObject({ status: 404 });
    expect((await stranger.get('/exports')).body.items).toEqual([]);
    const foreign = { type: 'patients', format: 'csv', organizationId: lincoln().id };
    expect(await stranger.post('/exports', foreign)).toMatchObject({ status: 404 });
  });

  it('takes out no more than a role may read', async () => {
    const { view } = await exported({ type: 'patients' }, 'org-admin');
    expect(await app.as('org-admin').get(`/exports/${view.id}`)).toMatchObject({ status: 200 });
    expect(await order({ type: 'vaccinations' }, 'org-admin')).toMatchObject({ status: 403 });
    const clinical = (await exported({ type: 'vaccinations' })).view;
    expect(await app.as('org-admin').get(`/exports/${clinical.id}/file`)).toMatchObject({ status: 404 });
    const { items } = (await app.as('org-admin').get('/exports')).body;
    expect(new Set(items.map(({ type }: Fields) => type))).toEqual(new Set(['patients']));
    for (const role of ['receptionist', 'patient', 'auditor', 'ops'] as const) {
      expect(await order({ type: 'patients' }, role)).toMatchObject({ status: 403 });
    }
  });

  it.each([
    [{ type: 'weights' }, 'type'],
    [{ type: 'patients', format: 'pdf' }, 'format'],
    [{ type: 'patients', organizationId: '7' }, 'organizationId'],
    [{ type: 'patients', from: 'yesterday' }, 'from'],
    [{ type: 'patients', status: 'completed' }, 'status'],
  ])('with the fields %j is refused', async (fields, path) => {
    expect(await order(fields)).toMatchObject({ status: 400, body: { code: 'validation-failed', errors: [{ path }] } });
  });
});

describe('the file of an export', () => {
  const objects = () => app.app.get<ObjectStore>(OBJECT_STORE, { strict: false });
  const folder = (id: string) => join(app.env.dataDir, 'objects/exports', id);

  it('lies sealed, part by part', async () => {
    const { view } = await exported({ type: 'patients' });
    const parts = await readdir(folder(view.id));
    expect(parts.length).toBeGreaterThan(3);
    const bytes = Buffer.concat(await Promise.all(parts.map((part) => readFile(join(folder(view.id), part)))));
    expect(bytes.includes('Byron')).toBe(false);
    expect(bytes.includes('mrn')).toBe(false);
  });

  it('is deleted after its time, and then says so', async () => {
    const { view: old } = await exported({ type: 'patients' });
    const { view: young } = await exported({ type: 'patients' });
    await app.database.sql(`UPDATE exports SET expires_at = now() WHERE id = $1`, [old.id]);
    expect(await app.as('nurse').get(`/exports/${old.id}/file`)).toMatchObject({
      status: 410,
      body: { code: 'file-expired' },
    });
    expect(await app.get(ExpiredExports).purge()).toBeGreaterThan(3);
    expect(await readdir(folder(old.id))).toEqual([]);
    expect(await app.as('nurse').get(`/exports/${old.id}/file`)).toMatchObject({ status: 410 });
    expect(await app.as('nurse').get(`/exports/${old.id}`)).toMatchObject({
      status: 200,
      body: { status: 'completed' },
    });
    expect(await app.as('nurse').get(`/exports/${young.id}/file`)).toMatchObject({ status: 200 });
  });

  it('that no export knows is deleted after a day', async () => {
    async function* bytes(): AsyncIterable<Uint8Array> {
      yield await Promise.resolve(Buffer.from('mrn'));
    }
    const [stale, fresh] = [`exports/${newId()}/${newId()}`, `exports/${newId()}/${newId()}`];
    for (const key of [stale, fresh]) await objects().put(key, bytes());
    const dayBefore = new Date(Date.now() - 25 * 3_600_000);
    await utimes(join(app.env.dataDir, 'objects', stale), dayBefore, dayBefore);
    expect(await app.get(ExpiredExports).purgeUncommitted()).toBe(1);
    expect(await objects().size(stale)).toBeUndefined();
    expect(await objects().size(fresh)).toBe(3);
  });

  it('does not open when a part was changed', async () => {
    const { view } = await exported({ type: 'patients' });
    const [row] = await app.database.sql<{ object_key: string }>(
      'SELECT object_key FROM export_parts WHERE export_id = $1 ORDER BY number LIMIT 1',
      [view.id],
    );
    const key = row?.object_key ?? '';
    const bytes = await readFile(join(app.env.dataDir, 'objects', key));
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    async function* changed(): AsyncIterable<Uint8Array> {
      yield await Promise.resolve(bytes);
    }
    await objects().put(key, changed());
    expect(await app.as('nurse').get(`/exports/${view.id}/file`)).toMatchObject({ status: 500 });
  });
});

it('makes a formula of a number that people gave harmless in tables, and leaves it as it is elsewhere', async () => {
  await importCsv('patients', 'mrn,given_name,family_name,birth_date,sex\n@8,Odd,Number,2012-05-06,female\n');
  await importCsv('vaccinations', 'mrn,cvx,administered_on\n@8,08,2020-01-01\n@8,20,2020-01-02\n');
  const { text } = await exported({ type: 'vaccinations' });
  expect(lines(text).filter((line) => line.includes('@8'))).toEqual([
    "'@8,20,2020-01-02,,,,,,,",
    "'@8,08,2020-01-01,,,,,,,",
  ]);
  const { text: json } = await exported({ type: 'vaccinations', format: 'ndjson' });
  expect(lines(json).filter((line) => line.includes('"mrn":"@8"'))).toHaveLength(2);
});
