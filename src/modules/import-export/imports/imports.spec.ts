import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../../../testing/api-client.js';
import { testApp, type TestApp } from '../../../testing/test-app.js';
import { JobWorker } from '../../../platform/queue/index.js';
import { OBJECT_STORE, type ObjectStore } from '../../../platform/storage/index.js';
import { ExpiredImportFiles } from './expired-files.js';

let app: TestApp;
beforeAll(async () => {
  app = await testApp({ IMPORT_CHUNK_ROWS: '3', IMPORT_MAX_BYTES: '3000000' });
});
afterAll(() => app.close());

type Fields = Record<string, unknown>;

function form(fields: Fields, csv: string | Buffer): FormData {
  const data = new FormData();
  const all = { organizationId: app.people.organizations.lincoln.id, ...fields };
  for (const [name, value] of Object.entries(all)) {
    data.append(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  data.append('file', new Blob([csv]), 'rows.csv');
  return data;
}

function send(fields: Fields, csv: string | Buffer, headers?: Record<string, string>): Promise<Answer> {
  return app.as('nurse').post('/imports', form(fields, csv), headers);
}

/** Imports a file to its end. */
async function imported(fields: Fields, csv: string | Buffer) {
  const answer = await send(fields, csv);
  expect(answer).toMatchObject({ status: 202, body: { status: 'queued' } });
  expect(answer.headers.get('location')).toBe(`/api/imports/${answer.body.id}`);
  await app.get(JobWorker).runDue();
  const { body } = await app.as('nurse').get(`/imports/${answer.body.id}`);
  expect(body.insertedRows + body.duplicateRows + body.rejectedRows).toBe(body.totalRows);
  expect(body.processedRows).toBe(body.totalRows);
  return body;
}

const PATIENTS = `mrn,given_name,family_name,birth_date,sex,email,phone
P1,Ada,Byron,2012-05-06,F,ada@home.example,+1 555 010 0001
P2,Ben,Okri,2013-01-31,male,,
P3,"Zoë ""Z""",Núñez,2011-12-24,X,,555-0199
`;

describe('an import', () => {
  it('of patients stores them with sealed contacts, and tells a second time that it knows them', async () => {
    const counts = await imported({ type: 'patients' }, PATIENTS);
    expect(counts).toMatchObject({ status: 'completed', totalRows: 3, insertedRows: 3 });
    const { body } = await app.as('nurse').get('/patients?search=P1');
    const { body: ada } = await app.as('nurse').get(`/patients/${body.items[0].id}`);
    expect(ada).toMatchObject({ mrn: 'P1', sex: 'female', birthDate: '2012-05-06', email: 'ada@home.example' });
    const again = await imported({ type: 'patients' }, PATIENTS);
    expect(again).toMatchObject({ status: 'completed', insertedRows: 0, duplicateRows: 3 });
    const [row] = await app.database.sql<{ text: string }>(
      `SELECT patients::text AS text FROM patients WHERE mrn = 'P1'`,
    );
    expect(row?.text).not.toContain('home.example');
  });

  it('tells of each row what became of it, over many chunks, and offers the rejected ones as a file', async () => {
    const csv = [
      'MRN,CVX,Administered On,Dose Number,Notes',
      'P1,08,2021-08-23,1,',
      'P1,8,2021-08-23T23:59:00Z,2,the same fact in other words',
      'P2,140,2021-09-01,,"a note, with ""quotes""',
      ' and two lines"',
      'nobody,140,2021-09-01,,=cmd()',
      'P2,777,31.12.2021,x,',
      '',
      ',,,,',
      'P3,20,2021-09-02,,',
      'P1,08,2021-08-23,,late duplicate',
    ].join('\r\n');
    const counts = await imported({ type: 'vaccinations' }, csv);
    expect(counts).toMatchObject({ status: 'completed-with-errors', totalRows: 7, insertedRows: 3, duplicateRows: 2 });
    const errors = await app.as('nurse').get(`/imports/${counts.id}/errors`);
    expect(
      errors.body.items.map((error: Record<string, string>) => `${error['row']} ${error['column']} ${error['code']}`),
    ).toEqual([
      '5 MRN unknown-patient',
      '6 CVX unknown-vaccine',
      '6 Administered On invalid-date',
      '6 Dose Number invalid-number',
    ]);
    const file = await app.as('nurse').get(`/imports/${counts.id}/errors.csv`);
    expect(file.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(
      file.text
        .replace('\uFEFF', '')
        .split('\r\n')
        .map((line) => line.slice(0, 30)),
    ).toEqual([
      'MRN,CVX,Administered On,Dose N',
      "nobody,140,2021-09-01,,'=cmd()",
      'P2,777,31.12.2021,x,,"Row 6: C',
      '',
    ]);
    expect(file.text.split('\r\n')[0]).toMatch(/,error$/);
  });

  it('pages its errors by key', async () => {
    const rows = Array.from({ length: 25 }, (_, at) => `none${at},08,soon`);
    const { id } = await imported({ type: 'vaccinations' }, `mrn,cvx,administered_on\n${rows.join('\n')}`);
    const seen: number[] = [];
    let cursor = '';
    do {
      const { body } = await app.as('nurse').get(`/imports/${id}/errors?limit=7${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map(({ row }: { row: number }) => row));
      cursor = body.nextCursor;
    } while (cursor);
    expect(seen).toEqual(Array.from({ length: 50 }, (_, at) => 2 + Math.floor(at / 2)));
  });

  it('of each other type stores what the summary then shows, once', async () => {
    const files: [string, Fields, string][] = [
      ['allergies', {}, 'mrn,allergen,severity\nP1,Peanut,anaphylaxis\nP1,PEANUT,\nP1,Dust,\n'],
      [
        'chronic-conditions',
        { mapping: { WHAT: 'name', END: 'resolved_date' } },
        'mrn;WHAT;END\nP1;Asthma;2020-01-02\nP1;Rash;\n',
      ],
      [
        'health-records',
        { dateFormat: 'mdy' },
        'mrn,type,occurred_at,description,height_cm,weight_kg\nP1,wellness,9/1/2024 08:30,Well child,140,35.5\nP1,,9/2/2024,,141,\n',
      ],
    ];
    for (const [type, fields, csv] of files) {
      const first = await imported({ type, ...fields }, csv);
      expect(first).toMatchObject({ status: 'completed', insertedRows: 2 });
      const second = await imported({ type, ...fields }, csv);
      expect(second).toMatchObject({ insertedRows: 0, duplicateRows: first.totalRows });
    }
    const { body } = await app.as('nurse').get('/patients?search=P1');
    const summary = await app.as('clinician').get(`/patients/${body.items[0].id}/summary`);
    expect(summary.body).toMatchObject({
      allergies: [
        { allergen: 'Peanut', severity: 'LIFE_THREATENING' },
        { allergen: 'Dust', severity: 'UNKNOWN' },
      ],
      chronicConditions: [
        { name: 'Rash', status: 'ACTIVE' },
        { name: 'Asthma', status: 'RESOLVED' },
      ],
    });
    const [record] = await app.database.sql(
      `SELECT vital, iso_instant(occurred_at) AS at FROM health_records WHERE type = 'CHECKUP'`,
    );
    expect(record).toEqual({ vital: { heightCm: 140, weightKg: 35.5 }, at: '2024-09-01T08:30:00.000Z' });
  });

  it('leaves one audit event for each patient it touched, and none for those it did not', async () => {
    const { id } = await imported(
      { type: 'vaccinations' },
      'mrn,cvx,administered_on\nP1,21,2020-01-01\nP1,21,2020-02-01\nP2,21,2020-01-01\nx,1,1\n',
    );
    const events = await app.database.sql(
      `SELECT action, resource_type, actor_role FROM audit_events WHERE resource_id = $1 AND patient_id IS NOT NULL`,
      [id],
    );
    expect(events).toEqual(
      Array.from({ length: 2 }, () => ({ action: 'import', resource_type: 'vaccination', actor_role: 'nurse' })),
    );
  });

  it('that is a dry run counts exactly the same, and stores nothing', async () => {
    const csv =
      'mrn,cvx,administered_on\n' +
      ['P1,21,2020-01-01', 'P2,62,2020-01-01', 'P3,62,2020-01-01', 'x,62,2020-01-01', 'P2,62,2020-01-01'].join('\n');
    const before = await app.database.sql('SELECT count(*) FROM vaccinations');
    const dry = await imported({ type: 'vaccinations', dryRun: true }, csv);
    expect(dry).toMatchObject({
      dryRun: true,
      status: 'completed-with-errors',
      insertedRows: 2,
      duplicateRows: 2,
      rejectedRows: 1,
    });
    expect(await app.database.sql('SELECT count(*) FROM vaccinations')).toEqual(before);
    expect(await app.database.sql('SELECT * FROM import_dry_run_facts')).toEqual([]);
    expect(await imported({ type: 'vaccinations' }, csv)).toMatchObject({
      insertedRows: 2,
      duplicateRows: 2,
      rejectedRows: 1,
    });
  });

  it('sent twice under one key is one import; another file under it is refused', async () => {
    const headers = { 'idempotency-key': 'twice' };
    const csv = 'mrn,cvx,administered_on\nP1,33,2020-01-01\n';
    const first = await send({ type: 'vaccinations' }, csv, headers);
    const second = await send({ type: 'vaccinations' }, csv, headers);
    expect(second).toMatchObject({ status: 202, body: { id: first.body.id } });
    expect(await send({ type: 'vaccinations' }, `${csv}P2,33,2020-01-01\n`, headers)).toMatchObject({ status: 409 });
    await app.get(JobWorker).runDue();
  });

  it('can be cancelled before it begins, once', async () => {
    const { body } = await send({ type: 'vaccinations' }, 'mrn,cvx,administered_on\nP1,94,2020-01-01\n');
    expect(await app.as('nurse').post(`/imports/${body.id}/cancel`)).toMatchObject({
      status: 202,
      body: { status: 'cancelled' },
    });
    await app.get(JobWorker).runDue();
    expect(await app.database.sql(`SELECT id FROM vaccinations WHERE cvx = '94'`)).toEqual([]);
    expect(await app.as('nurse').post(`/imports/${body.id}/cancel`)).toMatchObject({ status: 409 });
  });

  it('is told as it goes on, to its end', async () => {
    const { body } = await send({ type: 'vaccinations' }, 'mrn,cvx,administered_on\nP1,100,2020-01-01\n');
    const stream = app.as('nurse').get(`/imports/${body.id}/events`);
    await app.get(JobWorker).runDue();
    const { text, headers } = await stream;
    expect(headers.get('content-type')).toMatch(/^text\/event-stream/);
    const events = [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data) as Fields);
    expect(events.at(-1)).toMatchObject({ id: body.id, status: 'completed', processedRows: 1 });
  });

  it('is listed newest first, and seen by nobody out of reach', async () => {
    const { body } = await app.as('nurse').get('/imports?limit=2');
    expect(body.items).toHaveLength(2);
    expect(body.items[0].id > body.items[1].id).toBe(true);
    const stranger = app.as('nurse', 'riverside');
    const { id } = body.items[0];
    for (const path of [
      `/imports/${id}`,
      `/imports/${id}/errors`,
      `/imports/${id}/errors.csv`,
      `/imports/${id}/events`,
    ]) {
      expect(await stranger.get(path)).toMatchObject({ status: 404 });
    }
    expect(await stranger.post(`/imports/${id}/cancel`)).toMatchObject({ status: 404 });
    expect((await stranger.get('/imports')).body.items).toEqual([]);
    expect(await stranger.post('/imports', form({ type: 'patients' }, PATIENTS))).toMatchObject({ status: 404 });
    expect(await app.as('receptionist').post('/imports', form({ type: 'patients' }, PATIENTS))).toMatchObject({
      status: 403,
    });
  });
});

describe('a file that cannot be imported', () => {
  it.each([
    ['is empty', '', 422, 'empty-file'],
    ['has only a header', 'mrn,cvx,administered_on\n', 422, 'no-rows'],
    ['lacks a column', 'mrn,cvx\nP1,08\n', 422, 'missing-column'],
    ['has a column twice', 'mrn,MRN,cvx,administered_on\n1,1,1,1\n', 422, 'duplicate-column'],
    ['is a ZIP archive', Buffer.from('PK\u0003\u0004abcd'), 415, 'unsupported-media-type'],
    [
      'is Latin-1',
      Buffer.from('mrn,cvx,administered_on,notes\nP1,08,2020-01-01,\xe9\n', 'latin1'),
      422,
      'wrong-encoding',
    ],
    ['holds NUL', 'mrn,cvx,administered_on\nP1,\0,2020-01-01\n', 422, 'nul-byte'],
    ['has an open quote', 'mrn,cvx,administered_on\nP1,"08,2020-01-01\n', 422, 'unclosed-quote'],
    ['has a line of 2 MB', `mrn,cvx,administered_on\n${'x'.repeat(2_000_000)}\n`, 422, 'row-too-long'],
    ['is too large', `mrn,cvx,administered_on\n${'P1,08,2020-01-01\n'.repeat(200_000)}`, 413, 'payload-too-large'],
  ])('because it %s is refused at once and leaves nothing', async (_why, content, status, code) => {
    const count = 'SELECT (SELECT count(*) FROM imports)::int + (SELECT count(*) FROM jobs)::int AS n';
    const before = await app.database.sql(count);
    const answer = await send({ type: 'vaccinations' }, content);
    expect(answer).toMatchObject({ status, body: { code, status } });
    expect(answer.headers.get('content-type')).toMatch(/problem\+json/);
    expect(await app.database.sql(count)).toEqual(before);
  });

  it.each([
    [{ type: 'weights' }, 'type'],
    [{ type: 'patients', mapping: '[1]' }, 'mapping'],
    [{ type: 'patients', mapping: 'x' }, 'mapping'],
    [{ type: 'patients', dateFormat: 'ymd' }, 'dateFormat'],
    [{ type: 'patients', organizationId: '7' }, 'organizationId'],
    [{ type: 'patients', status: 'completed' }, 'status'],
  ])('with the fields %j is refused', async (fields, path) => {
    const answer = await send(fields, PATIENTS);
    expect(answer).toMatchObject({ status: 400, body: { code: 'validation-failed', errors: [{ path }] } });
  });

  it('because it comes before its fields, or not at all, is refused', async () => {
    const data = new FormData();
    data.append('file', new Blob([PATIENTS]), 'rows.csv');
    data.append('type', 'patients');
    expect(await app.as('nurse').post('/imports', data)).toMatchObject({ status: 400 });
    const empty = new FormData();
    empty.append('type', 'patients');
    expect(await app.as('nurse').post('/imports', empty)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'file' }] },
    });
    expect(await app.as('nurse').post('/imports', { type: 'patients' })).toMatchObject({ status: 415 });
  });
});

describe('the raw file of an import', () => {
  const objects = () => app.app.get<ObjectStore>(OBJECT_STORE, { strict: false });
  const age = (id: string, days: number) =>
    app.database.sql(`UPDATE imports SET created_at = now() - make_interval(days => $2) WHERE id = $1`, [id, days]);

  it('is deleted after thirty days, and then says so', async () => {
    const csv = 'mrn,cvx,administered_on\nnobody,08,2020-01-01\n';
    const old = await imported({ type: 'vaccinations' }, csv);
    const young = await imported({ type: 'vaccinations' }, csv);
    await age(old.id, 31);
    await age(young.id, 29);
    expect(await app.get(ExpiredImportFiles).purge()).toBe(1);
    expect(await objects().size(`imports/${old.id}/file.csv`)).toBeUndefined();
    expect(await app.as('nurse').get(`/imports/${old.id}/errors.csv`)).toMatchObject({ status: 410 });
    expect(await app.as('nurse').get(`/imports/${young.id}/errors.csv`)).toMatchObject({ status: 200 });
    expect((await app.as('nurse').get(`/imports/${old.id}/errors`)).body.items).toHaveLength(1);
  });

  it('that was never accepted is deleted after a day', async () => {
    const place = join(app.env.dataDir, 'objects');
    async function* bytes(): AsyncIterable<Uint8Array> {
      yield await Promise.resolve(Buffer.from('mrn'));
    }
    for (const name of ['old', 'new']) await objects().put(`imports/${name}/file.csv`, bytes());
    const dayBefore = new Date(Date.now() - 25 * 3_600_000);
    await utimes(join(place, 'imports/old/file.csv'), dayBefore, dayBefore);
    await app.get(ExpiredImportFiles).purge();
    expect(await objects().size('imports/old/file.csv')).toBeUndefined();
    expect(await objects().size('imports/new/file.csv')).toBe(3);
  });
});

describe('a preview', () => {
  it('shows columns, a mapping and what would be rejected, and keeps nothing', async () => {
    const csv = 'PATIENT,CODE,DATE,COST\nP1,08,2021-08-23T03:26:50Z,1\nnobody,140,2021-08-23,1\nP1,x,2021-08-23,1\n';
    const before = await app.database.sql('SELECT count(*) FROM imports');
    const { status, body } = await app.as('nurse').post('/imports/preview', form({ type: 'vaccinations' }, csv));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      delimiter: ',',
      columns: [{ name: 'PATIENT', field: null }, { name: 'CODE', field: null }, { name: 'DATE' }, { name: 'COST' }],
      suggestedMapping: { PATIENT: 'mrn', CODE: 'cvx', DATE: 'administered_on' },
      problems: [{ code: 'missing-column' }, { code: 'missing-column' }, { code: 'missing-column' }],
      rows: [{ row: 2, cells: ['P1', '08', '2021-08-23T03:26:50Z', '1'] }, { row: 3 }, { row: 4 }],
      rejected: [
        { row: 3, column: 'PATIENT', code: 'unknown-patient' },
        { row: 4, column: 'CODE', code: 'invalid-code' },
      ],
    });
    expect(await app.database.sql('SELECT count(*) FROM imports')).toEqual(before);
  });
});
