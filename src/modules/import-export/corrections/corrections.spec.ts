import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JobWorker } from '../../../platform/queue/index.js';
import type { Answer } from '../../../testing/api-client.js';
import { testApp, type TestApp } from '../../../testing/test-app.js';
import { ExpiredImportFiles } from '../imports/expired-files.js';

let app: TestApp;
beforeAll(async () => {
  app = await testApp({ IMPORT_CHUNK_ROWS: '3' });
  await app.database.sql(
    `INSERT INTO patients (id, organization_id, mrn, given_name, family_name, birth_date, sex)
     SELECT gen_random_uuid(), $1, 'C' || n, 'Given', 'Family', '2012-01-01', 'female' FROM generate_series(1, 20) AS n`,
    [app.people.organizations.lincoln.id],
  );
});
afterAll(() => app.close());

const nurse = () => app.as('nurse');

function form(csv: string, fields: Record<string, string> = {}): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  data.append('file', new Blob([csv]), 'rows.csv');
  return data;
}

async function imported(csv: string, fields: Record<string, string> = {}): Promise<string> {
  const all = { type: 'vaccinations', organizationId: app.people.organizations.lincoln.id, ...fields };
  const { status, body } = await nurse().post('/imports', form(csv, all));
  expect(status).toBe(202);
  await app.get(JobWorker).runDue();
  return body.id;
}

const view = async (id: string) => (await nurse().get(`/imports/${id}`)).body;
const rejectedFile = async (id: string) => (await nurse().get(`/imports/${id}/errors.csv`)).text.replace('\uFEFF', '');
const send = (id: string, csv: string, headers?: Record<string, string>): Promise<Answer> =>
  nurse().post(`/imports/${id}/corrections`, form(csv), headers);

async function corrected(id: string, csv: string) {
  expect(await send(id, csv)).toMatchObject({ status: 202, body: { id, status: 'queued' } });
  await app.get(JobWorker).runDue();
  const after = await view(id);
  expect(after.insertedRows + after.duplicateRows + after.rejectedRows).toBe(after.totalRows);
  return after;
}

const stored = async (id: string) => {
  const rows = await app.database.sql<{ fact: string }>(
    `SELECT cvx || ' ' || administered_on AS fact FROM vaccinations WHERE import_id = $1 ORDER BY fact`,
    [id],
  );
  return rows.map(({ fact }) => fact);
};

const CSV = `mrn,cvx,administered_on,notes
C1,08,2020-01-01,
C2,08,soon,=first
C3,777,2020-01-03,second
C4,08,2020-01-04,
nobody,08,2020-01-05,third
C5,08,later,fourth
C6,08,31/12/2020,fifth
`;

describe('corrected rows', () => {
  it('join their import in several rounds, each row once, until nothing is rejected', async () => {
    const id = await imported(CSV);
    expect(await view(id)).toMatchObject({ totalRows: 7, insertedRows: 2, rejectedRows: 5 });
    const file = await rejectedFile(id);
    // The second is corrected but for its date, the last repeats a fact that is in.
    const first = file
      .replace('soon', '2020-01-02')
      .replace('777', '20')
      .replace('2020-01-03', 'x')
      .replace('C6,08,31/12/2020', 'C1,08,2020-01-01');
    expect(await corrected(id, first)).toMatchObject({
      status: 'completed-with-errors',
      totalRows: 7,
      insertedRows: 3,
      duplicateRows: 1,
      rejectedRows: 3,
    });
    expect(await stored(id)).toEqual(['08 2020-01-01', '08 2020-01-02', '08 2020-01-04']);
    const { body: errors } = await nurse().get(`/imports/${id}/errors`);
    expect(errors.items.map(({ row, code }: Record<string, string>) => `${row} ${code}`)).toEqual([
      '4 invalid-date',
      '6 unknown-patient',
      '7 invalid-date',
    ]);
    const second = await rejectedFile(id);
    expect(second.split('\r\n').map((line) => line.split(',').slice(0, 4).join())).toEqual([
      'mrn,cvx,administered_on,notes',
      'C3,20,x,second',
      'nobody,08,2020-01-05,third',
      'C5,08,later,fourth',
      '',
    ]);
    const done = second.replace(',x,', ',2020-01-03,').replace('nobody', 'C7').replace('later', '2020-01-06');
    expect(await corrected(id, done)).toMatchObject({ status: 'completed', insertedRows: 6, rejectedRows: 0 });
    expect((await stored(id)).length).toBe(6);
    expect((await nurse().get(`/imports/${id}/errors`)).body.items).toEqual([]);
    const kept = await app.database.sql(
      'SELECT count(*)::int AS n FROM import_corrected_rows WHERE import_id = $1 AND cells_sealed IS NOT NULL',
      [id],
    );
    expect(kept).toEqual([{ n: 0 }]);
    const traces = await app.database.sql(
      `SELECT count(*)::int AS n FROM audit_events WHERE resource_id = $1 AND patient_id IS NOT NULL AND action = 'import'`,
      [id],
    );
    expect(traces).toEqual([{ n: 6 }]);
  });

  it('sent twice change nothing, whichever lines come along', async () => {
    const id = await imported(CSV);
    const file = (await rejectedFile(id)).replace('soon', '2020-02-02').replace('later', '2020-02-06');
    const once = await corrected(id, file);
    expect(await corrected(id, file)).toMatchObject({
      insertedRows: once.insertedRows,
      duplicateRows: once.duplicateRows,
      rejectedRows: 3,
    });
    const lines = file.split('\r\n');
    const [header = '', ...rows] = lines;
    const takenOnly = [header, ...rows.filter((row) => row.includes('2020-02'))].join('\r\n');
    expect(await send(id, takenOnly)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(await view(id)).toMatchObject({ status: 'completed-with-errors', rejectedRows: 3 });
  });

  it('under one key are one correction; another file under it is refused', async () => {
    const id = await imported(CSV);
    const file = (await rejectedFile(id)).replace('soon', '2020-03-02');
    const headers = { 'idempotency-key': 'correction' };
    expect(await send(id, file, headers)).toMatchObject({ status: 202 });
    expect(await send(id, file, headers)).toMatchObject({ status: 202 });
    expect(await send(id, file)).toMatchObject({ status: 409 });
    expect(await send(id, `${file}\n`, headers)).toMatchObject({ status: 409 });
    await app.get(JobWorker).runDue();
    expect(await view(id)).toMatchObject({ insertedRows: 1, duplicateRows: 2, rejectedRows: 4 });
    const rounds = await app.database.sql('SELECT row_count::int AS n FROM import_corrections WHERE import_id = $1', [
      id,
    ]);
    expect(rounds).toEqual([{ n: 5 }]);
  });

  it('are told by the number in their error column, in any order and number', async () => {
    const id = await imported(CSV);
    const [header = '', ...rows] = (await rejectedFile(id)).replace('soon', '2020-04-02').split('\r\n');
    const shuffled = [header, rows[4], '', rows[0], ',,,,'].join('\r\n');
    expect(await corrected(id, shuffled)).toMatchObject({ insertedRows: 1, rejectedRows: 4 });
    const { body } = await nurse().get(`/imports/${id}/errors`);
    expect(body.items.map(({ row }: { row: number }) => row)).toEqual([4, 6, 7, 8]);
  });

  it('without that number are taken in their order when all are there, and refused otherwise', async () => {
    const id = await imported(CSV);
    const own = (await rejectedFile(id))
      .split('\r\n')
      .map((line) => line.split(',').slice(0, 4).join())
      .filter((line) => line !== '');
    const partial = await send(id, own.slice(0, 3).join('\n'));
    expect(partial).toMatchObject({ status: 422, body: { code: 'unknown-rows' } });
    const all = own.join('\n').replace('later', '2020-05-06');
    expect(await corrected(id, all)).toMatchObject({ insertedRows: 1, duplicateRows: 2, rejectedRows: 4 });
    const { body } = await nurse().get(`/imports/${id}/errors`);
    expect(body.items.map(({ row }: { row: number }) => row)).toEqual([3, 4, 6, 8]);
  });

  it.each([
    ['of another import', (file: string) => file.replace('Row 3:', 'Row 2:'), 422, 'foreign-row'],
    ['that name one row twice', (file: string) => file.replace('Row 3:', 'Row 4:'), 422, 'repeated-row'],
    ['with other columns', (file: string) => file.replace('mrn,', 'number,'), 422, 'other-columns'],
    ['that are none', () => 'mrn,cvx,administered_on,notes,error\n', 422, 'no-rows'],
  ])('%s are refused, and nothing changes', async (_what, changed, status, code) => {
    const id = await imported(CSV);
    const before = await view(id);
    const answer = await send(id, changed(await rejectedFile(id)));
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.text).not.toContain('nobody');
    expect(await view(id)).toEqual(before);
  });

  it('have the mapping and date format of their import, and a row with a cell too many can be put right', async () => {
    const fields = { mapping: '{"who":"mrn","what":"cvx","when":"administered_on"}', dateFormat: 'dmy' };
    const id = await imported('who;what;when\nC8;08;31/12/2019\nC8;20;x\nC9;08;30/12/2019;extra\n', fields);
    const file = await rejectedFile(id);
    expect(file).toContain('C9,08,30/12/2019,extra,"Row 4:');
    expect(await corrected(id, file.replace(',x,', ',30/12/2019,'))).toMatchObject({
      insertedRows: 2,
      rejectedRows: 1,
    });
    expect(await corrected(id, (await rejectedFile(id)).replace(',extra', ''))).toMatchObject({
      insertedRows: 3,
      rejectedRows: 0,
    });
    expect(await stored(id)).toEqual(['08 2019-12-30', '08 2019-12-31', '20 2019-12-30']);
  });

  it('can be cancelled before they are begun, and are rejected as before', async () => {
    const id = await imported(CSV);
    const file = (await rejectedFile(id)).replace('soon', '2020-06-02');
    expect(await send(id, file)).toMatchObject({ status: 202 });
    expect(await nurse().post(`/imports/${id}/cancel`)).toMatchObject({
      status: 202,
      body: { status: 'completed-with-errors', rejectedRows: 5 },
    });
    await app.get(JobWorker).runDue();
    expect(await view(id)).toMatchObject({ status: 'completed-with-errors', rejectedRows: 5 });
    expect(await rejectedFile(id)).toContain('2020-06-02');
  });

  it('are refused by an import that has none, is a trial run, or is out of reach', async () => {
    const clean = await imported('mrn,cvx,administered_on\nC1,08,2020-01-01\n');
    expect(await send(clean, 'mrn,cvx,administered_on\nC1,08,2020-01-02\n')).toMatchObject({ status: 409 });
    const trial = await imported(CSV, { dryRun: 'true' });
    expect(await send(trial, await rejectedFile(trial))).toMatchObject({ status: 409 });
    const stranger = app.as('nurse', 'riverside');
    expect(await stranger.post(`/imports/${trial}/corrections`, form(CSV))).toMatchObject({ status: 404 });
  });

  it('leave no file behind, and their cells are forgotten with the file of the import', async () => {
    const id = await imported(CSV);
    await corrected(id, (await rejectedFile(id)).replace('later', 'never'));
    const held = async () =>
      app.database.sql(
        'SELECT count(*)::int AS n, bool_or(cells_sealed::text LIKE $2) AS readable FROM import_corrected_rows WHERE import_id = $1 AND cells_sealed IS NOT NULL',
        [id, `%${Buffer.from('never').toString('hex')}%`],
      );
    expect(await held()).toEqual([{ n: 5, readable: false }]);
    await app.database.sql(`UPDATE imports SET created_at = now() - interval '31 days' WHERE id = $1`, [id]);
    await app.get(ExpiredImportFiles).purge();
    expect(await held()).toEqual([{ n: 0, readable: null }]);
  });
});
