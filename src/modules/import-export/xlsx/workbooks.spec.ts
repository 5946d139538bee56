import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readXlsx } from 'hucre';
import { JobWorker } from '../../../platform/queue/index.js';
import { testApp, type TestApp } from '../../../testing/test-app.js';
import { textRow, workbookOf, zipOf } from '../../../testing/workbook.js';
import { cellText } from './sheet-table.rules.js';

let app: TestApp;
beforeAll(async () => {
  app = await testApp({ IMPORT_CHUNK_ROWS: '3', IMPORT_WORKBOOK_MAX_BYTES: '200000' });
  await app.database.sql(
    `INSERT INTO patients (id, organization_id, mrn, given_name, family_name, birth_date, sex)
     SELECT gen_random_uuid(), $1, mrn, 'Given', 'Family', '2012-01-01', 'female' FROM unnest(ARRAY['00123', '1e5', '777', 'X4']) AS mrn`,
    [app.people.organizations.lincoln.id],
  );
});
afterAll(() => app.close());

const nurse = () => app.as('nurse');

function form(file: Buffer | string, fields: Record<string, string> | null = {}): FormData {
  const data = new FormData();
  const all = { type: 'vaccinations', organizationId: app.people.organizations.lincoln.id, ...fields };
  if (fields) for (const [name, value] of Object.entries(all)) data.append(name, value);
  data.append('file', new Blob([file]), 'rows.xlsx');
  return data;
}

async function imported(file: Buffer, fields: Record<string, string> = {}) {
  const { status, body } = await nurse().post('/imports', form(file, fields));
  expect(status).toBe(202);
  await app.get(JobWorker).runDue();
  return (await nurse().get(`/imports/${body.id}`)).body;
}

const previewOf = async (file: Buffer, fields: Record<string, string> = {}) =>
  (await nurse().post('/imports/preview', form(file, fields))).body;

const HEADER = textRow(1, 'mrn', 'cvx', 'administered_on', 'notes');
const date = (row: number, serial: string, style = 1) => `<c r="C${row}" s="${style}"><v>${serial}</v></c>`;
const text = (cell: string, value: string) => `<c r="${cell}" t="inlineStr"><is><t>${value}</t></is></c>`;

describe('a workbook', () => {
  it('is read as its sheet shows it: texts as they are, dates as calendar dates, rows by their numbers', async () => {
    const rows = [
      HEADER,
      // A shared string in two runs, a number, a date, a formula with what it came to.
      `<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"><v>8</v></c>${date(2, '44197')}<c r="D2" t="str"><f>"a"&amp;"b"</f><v>ab</v></c></row>`,
      // Rows 3 and 4 are not there; 5 is there and empty.
      '<row r="5"><c r="A5"/></row>',
      `<row r="6">${text('A6', '1e5')}${text('B6', '08')}${date(6, '44198')}${text('D6', '=cmd()')}</row>`,
      `<row r="7"><c r="A7"><v>777</v></c>${text('B7', '08')}${text('C7', '2021-01-04')}<c r="D7" t="b"><v>1</v></c></row>`,
      `<row r="8">${text('A8', 'nobody')}${text('B8', '08')}${date(8, '44200.354166666667', 2)}</row>`,
      `<row r="9">${text('A9', 'X4')}<c r="B9" t="e"><v>#N/A</v></c>${date(9, '44201')}</row>`,
    ].join('');
    const file = workbookOf([rows], { strings: '<si><r><t>001</t></r><r><t>23</t></r></si>' });
    const preview = await previewOf(file);
    expect(preview).toMatchObject({
      problems: [],
      sheet: { name: 'Sheet1', sheets: ['Sheet1'] },
      rows: [
        { row: 2, cells: ['00123', '8', '2021-01-01', 'ab'] },
        { row: 6, cells: ['1e5', '08', '2021-01-02', '=cmd()'] },
        { row: 7, cells: ['777', '08', '2021-01-04', 'TRUE'] },
        { row: 8, cells: ['nobody', '08', '2021-01-04 08:30:00'] },
        { row: 9, cells: ['X4', '#N/A', '2021-01-05'] },
      ],
      rejected: [
        { row: 8, code: 'unknown-patient' },
        { row: 9, column: 'cvx', code: 'sheet-error' },
      ],
    });
    expect(await imported(file, { dateFormat: 'mdy' })).toMatchObject({
      totalRows: 5,
      insertedRows: 3,
      rejectedRows: 2,
    });
  });

  it('counts days from 1900 or 1904, as it says', async () => {
    const sheet = (serial: number) =>
      `${HEADER}<row r="2">${text('A2', '777')}${text('B2', '20')}${date(2, `${serial}`)}</row>`;
    const cellsOf = async (file: Buffer) => (await previewOf(file)).rows[0].cells;
    expect(await cellsOf(workbookOf([sheet(43_831)]))).toContain('2020-01-01');
    expect(await cellsOf(workbookOf([sheet(43_831 - 1462)], { date1904: true }))).toContain('2020-01-01');
    // The 29 February 1900 that never was moves no later day.
    expect(await cellsOf(workbookOf([sheet(61)]))).toContain('1900-03-01');
  });

  it('may begin further down, under a title, and its rows keep their numbers', async () => {
    const rows = [
      textRow(2, 'Vaccinations of Lincoln'),
      textRow(4, 'mrn', 'cvx', 'administered_on'),
      textRow(5, '777', '21', '2021-02-01'),
      textRow(7, 'nobody', '21', '2021-02-01'),
    ].join('');
    const counts = await imported(workbookOf([rows]));
    expect(counts).toMatchObject({ totalRows: 2, insertedRows: 1, rejectedRows: 1 });
    const { body } = await nurse().get(`/imports/${counts.id}/errors`);
    expect(body.items).toMatchObject([{ row: 7, code: 'unknown-patient' }]);
    const csv = (await nurse().get(`/imports/${counts.id}/errors.csv`)).text;
    expect(csv).toContain('nobody,21,2021-02-01,"Row 7: ');
  });

  it('gives its first sheet, or the one that is named', async () => {
    const first = `${HEADER}${textRow(2, '777', '08', '2021-03-01', 'first')}`;
    const second = `${HEADER}${textRow(2, '777', '08', '2021-03-02', 'second')}`;
    const file = workbookOf([first, second], { sheetNames: ['A', 'B &amp; C'] });
    expect(await previewOf(file)).toMatchObject({
      sheet: { name: 'A', sheets: ['A', 'B & C'] },
      rows: [{ cells: ['777', '08', '2021-03-01', 'first'] }],
    });
    expect(await previewOf(file, { sheet: 'B & C' })).toMatchObject({
      rows: [{ cells: expect.arrayContaining(['second']) }],
    });
    expect(await nurse().post('/imports', form(file, { sheet: 'C' }))).toMatchObject({
      status: 422,
      body: { code: 'unknown-sheet' },
    });
  });

  it('of one column stays one column', async () => {
    const preview = await previewOf(workbookOf([`${textRow(1, 'mrn|x;y')}${textRow(2, 'a|b;c,d')}`]));
    expect(preview).toMatchObject({ columns: [{ name: 'mrn|x;y' }], rows: [{ row: 2, cells: ['a|b;c,d'] }] });
  });

  it('goes out with the rejected rows as texts, and comes back corrected', async () => {
    const rows = [HEADER, textRow(2, '00123', '08', 'soon', '=1+1'), textRow(3, '777', '08', '2021-04-02', '')].join(
      '',
    );
    const counts = await imported(workbookOf([rows]));
    const response = await fetch(`${app.url}/api/imports/${counts.id}/errors.xlsx`, {
      headers: { authorization: `Bearer ${nurse().token}` },
    });
    expect(response.headers.get('content-type')).toMatch(/spreadsheetml/);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const { sheets } = await readXlsx(bytes);
    expect(sheets[0]?.rows[0]).toEqual(['mrn', 'cvx', 'administered_on', 'notes', 'error']);
    expect(sheets[0]?.rows[1]?.slice(0, 4)).toEqual(['00123', '08', 'soon', '=1+1']);
    expect(Buffer.from(bytes).includes('<f>')).toBe(false);
    const [, row] = sheets[0]?.rows ?? [];
    const back = workbookOf([
      `${textRow(1, 'mrn', 'cvx', 'administered_on', 'notes', 'error')}<row r="2">${text('A2', '00123')}${text('B2', '08')}${date(2, '44288')}${text('D2', 'done')}${text('E2', String(row?.[4]))}</row>`,
    ]);
    expect(await nurse().post(`/imports/${counts.id}/corrections`, form(back, null))).toMatchObject({ status: 202 });
    await app.get(JobWorker).runDue();
    expect((await nurse().get(`/imports/${counts.id}`)).body).toMatchObject({ status: 'completed', insertedRows: 2 });
  });

  it('is one import under one key, whichever way it is sent again', async () => {
    const file = workbookOf([`${HEADER}${textRow(2, '777', '33', '2021-05-01', '')}`]);
    const headers = { 'idempotency-key': 'workbook' };
    const first = await nurse().post('/imports', form(file), headers);
    const second = await nurse().post('/imports', form(file), headers);
    expect(second).toMatchObject({ status: 202, body: { id: first.body.id } });
    await app.get(JobWorker).runDue();
  });
});

/** The archive, with its last file packed, and said to hold so many bytes. */
function bomb(said: number): Buffer {
  const packed = deflateRawSync(Buffer.alloc(20_000_000, 'a'));
  const file = zipOf({
    'xl/workbook.xml': '<workbook><sheets><sheet name="A"/></sheets></workbook>',
    x: packed.toString('latin1'),
  });
  const at = file.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  file.writeUInt16LE(8, at + 10);
  file.writeUInt32LE(said, at + 24);
  return file;
}

/** A good workbook whose directory says that the truth stands elsewhere. */
function in64Bits(): Buffer {
  const file = workbookOf([HEADER + textRow(2, '777', '08', '2021-01-01', '')]);
  file.writeUInt32LE(0xff_ff_ff_ff, file.length - 22 + 12);
  return file;
}

/** A good workbook one of whose files gives no size. */
function withoutSize(): Buffer {
  const file = workbookOf([HEADER + textRow(2, '777', '08', '2021-01-01', '')]);
  const at = file.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  file.writeUInt32LE(0, at + 24);
  return file;
}

describe('a workbook that cannot be read', () => {
  const encrypted = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(600)]);
  it.each([
    ['another archive', zipOf({ 'readme.txt': 'x' }), 415, 'unsupported-media-type'],
    ['protected by a password', encrypted, 415, 'unsupported-media-type'],
    ['cut off', workbookOf([HEADER]).subarray(0, 900), 415, 'unsupported-media-type'],
    ['empty', workbookOf(['']), 422, 'empty-file'],
    ['nothing but a header', workbookOf([HEADER]), 422, 'no-rows'],
    ['without a needed column', workbookOf([textRow(1, 'mrn', 'cvx') + textRow(2, '1', '2')]), 422, 'missing-column'],
    ['a bomb', bomb(20_000_000), 413, 'payload-too-large'],
    ['of parts without a size', withoutSize(), 422, 'damaged-workbook'],
    ['counted in 64 bits', in64Bits(), 415, 'unsupported-media-type'],
    ['larger than allowed', workbookOf([HEADER + textRow(2, 'x'.repeat(300_000))]), 413, 'payload-too-large'],
    [
      'with its rows out of order',
      workbookOf([textRow(5, 'mrn', 'cvx') + textRow(2, '1', '2')]),
      422,
      'damaged-workbook',
    ],
  ])('because it is %s is refused at once, and leaves nothing', async (_why, file, status, code) => {
    const before = await app.database.sql('SELECT (SELECT count(*) FROM imports) + (SELECT count(*) FROM jobs) AS n');
    expect(await nurse().post('/imports', form(file))).toMatchObject({ status, body: { code } });
    expect(await app.database.sql('SELECT (SELECT count(*) FROM imports) + (SELECT count(*) FROM jobs) AS n')).toEqual(
      before,
    );
  });
});

describe('a cell', () => {
  it.each([
    [0.1 + 0.2, '0.30000000000000004'],
    [37.5, '37.5'],
    [123_456_789_012, '123456789012'],
    [1e21, '1000000000000000000000'],
    [0.000_000_1, '0.0000001'],
    [new Date(Date.UTC(2024, 1, 29)), '2024-02-29'],
    [new Date(Date.UTC(2024, 1, 29, 8, 29, 59, 999)), '2024-02-29 08:30:00'],
    [new Date(Number.NaN), '#NUM!'],
    [null, ''],
    [true, 'TRUE'],
  ])('of %p is the text %p', (value, expected) => {
    expect(cellText(value)).toBe(expected);
  });
});
