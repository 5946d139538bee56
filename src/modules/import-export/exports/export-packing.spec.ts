import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js';
import { readXlsx } from 'hucre';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JobWorker } from '../../../platform/queue/index.js';
import { testApp, type TestApp } from '../../../testing/test-app.js';

const PASSWORD = 'long enough to keep ';

let app: TestApp;
beforeAll(async () => {
  app = await testApp({ EXPORT_PART_BYTES: '1' });
  const data = new FormData();
  data.append('type', 'patients');
  data.append('organizationId', app.people.organizations.lincoln.id);
  const csv = 'mrn,given_name,family_name,birth_date,sex\nE1,Ada,=1+1,2012-05-06,F\n007,Zoë,Núñez,2011-12-24,X\n';
  data.append('file', new Blob([csv]), 'rows.csv');
  await app.as('nurse').post('/imports', data);
  await app.get(JobWorker).runDue();
});
afterAll(() => app.close());

async function exported(fields: object): Promise<{ id: string; bytes: Uint8Array<ArrayBuffer>; type: string | null }> {
  const order = { type: 'patients', organizationId: app.people.organizations.lincoln.id, ...fields };
  const { body } = await app.as('nurse').post('/exports', order);
  await app.get(JobWorker).runDue();
  const view = (await app.as('nurse').get(`/exports/${body.id}`)).body;
  expect(view).toMatchObject({ status: 'completed', rows: 3 });
  const answer = await fetch(`${app.url}/api/exports/${body.id}/file`, {
    headers: { authorization: `Bearer ${app.people.tokenOf('nurse', 'lincoln')}` },
  });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  expect(bytes.length).toBe(view.bytes);
  return { id: body.id, bytes, type: answer.headers.get('content-type') };
}

describe('an export', () => {
  it('as a workbook has the columns of an import, and no formula', async () => {
    const { bytes, type } = await exported({ format: 'xlsx' });
    expect(type).toMatch(/spreadsheetml/);
    const { sheets } = await readXlsx(bytes);
    const rows = sheets[0]?.rows ?? [];
    expect(rows[0]?.slice(0, 3)).toEqual(['mrn', 'given_name', 'family_name']);
    expect(rows).toHaveLength(4);
    expect(rows.map((row) => row[2])).toContain('=1+1');
    expect(rows.map((row) => row[0])).toContain('007');
    expect(sheets[0]?.cells && [...sheets[0].cells.values()].some((cell) => cell.formula)).toBeFalsy();
  });

  it('with a password is a ZIP that only the password opens', async () => {
    const plain = await exported({ format: 'csv' });
    const { id, bytes, type } = await exported({ format: 'csv', password: PASSWORD });
    expect(type).toBe('application/zip');
    const open = async (password: string): Promise<string> => {
      const [entry] = await new ZipReader(new BlobReader(new Blob([bytes]))).getEntries();
      if (!entry || entry.directory) throw new Error('The archive is empty.');
      expect(entry).toMatchObject({ encrypted: true, filename: expect.stringMatching(/^patients-.*\.csv$/) });
      return entry.getData(new TextWriter(), { password });
    };
    expect(await open(PASSWORD)).toBe(new TextDecoder().decode(plain.bytes));
    await expect(open('something else')).rejects.toThrow();
    const [row] = await app.database.sql('SELECT is_encrypted, password_sealed FROM exports WHERE id = $1', [id]);
    expect(row).toEqual({ is_encrypted: true, password_sealed: null });
    expect(await app.database.sql('SELECT number FROM export_parts WHERE export_id = $1', [id])).toHaveLength(1);
  });

  it.each(['short', 'x'.repeat(129), 5])('refuses the password %s', async (password) => {
    const order = { type: 'patients', format: 'csv', organizationId: app.people.organizations.lincoln.id, password };
    expect(await app.as('nurse').post('/exports', order)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'password' }] },
    });
  });
});

describe('a link to a file', () => {
  const link = async (id: string, minutes?: number) =>
    (await app.as('nurse').post(`/exports/${id}/links`, minutes === undefined ? {} : { minutes })).body as {
      url: string;
      expiresAt: string;
    };
  const follow = (url: string) => app.anonymous().get(url.replace(/^\/api/, ''));

  it('opens one file without signing in, and says in the audit trail on whose behalf', async () => {
    const { id } = await exported({ format: 'csv' });
    const other = await exported({ format: 'csv' });
    const { url } = await link(id);
    expect(await follow(url)).toMatchObject({ status: 200, text: expect.stringContaining('E1,Ada') });
    expect(await follow(url.replace(id, other.id))).toMatchObject({ status: 404 });
    expect(await follow(`${url.slice(0, -1)}${url.endsWith('A') ? 'B' : 'A'}`)).toMatchObject({ status: 404 });
    expect(await follow(`/api/exports/${id}/links/x`)).toMatchObject({ status: 404 });
    const later = url.replace(/\.(\d{13})\./, (_match, ms: string) => `.${Number(ms) + 60_000}.`);
    expect(await follow(later)).toMatchObject({ status: 404 });
    const events = await app.database.sql(
      `SELECT actor_role, detail FROM audit_events WHERE resource_id = $1 AND action = 'download' AND detail LIKE '%byLink%'`,
      [id],
    );
    expect(events).toEqual([{ actor_role: 'nurse', detail: '{"byLink":true}' }]);
  });

  it('is made by nobody out of reach, and for no file that is not there', async () => {
    const { id } = await exported({ format: 'csv' });
    expect(await app.as('nurse', 'riverside').post(`/exports/${id}/links`, {})).toMatchObject({ status: 404 });
    expect(await app.as('nurse').post(`/exports/${id}/links`, { minutes: 1441 })).toMatchObject({ status: 400 });
    const { url } = await link(id);
    await app.database.sql('UPDATE exports SET expires_at = now() WHERE id = $1', [id]);
    expect(await follow(url)).toMatchObject({ status: 410, body: { code: 'file-expired' } });
    expect(await app.as('nurse').post(`/exports/${id}/links`, {})).toMatchObject({ status: 410 });
  });

  it('ends with its time, and with the person who made it', async () => {
    const { id } = await exported({ format: 'csv' });
    const { url } = await link(id);
    const now = Date.now;
    Date.now = () => now() + 16 * 60_000;
    try {
      expect(await follow(url)).toMatchObject({ status: 410, body: { code: 'link-expired' } });
    } finally {
      Date.now = now;
    }
    await app.database.sql(`UPDATE users SET disabled_at = now() WHERE email = 'nurse@lincoln.test'`);
    expect(await follow(url)).toMatchObject({ status: 404 });
  });
});
