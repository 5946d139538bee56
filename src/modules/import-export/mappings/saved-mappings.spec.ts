import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/database/new-id.js';
import { JobWorker } from '../../../platform/queue/index.js';
import { testApp, type TestApp } from '../../../testing/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
  await app.database.sql(
    `INSERT INTO patients (id, organization_id, mrn, given_name, family_name, birth_date, sex)
     VALUES (gen_random_uuid(), $1, 'M1', 'Given', 'Family', '2012-01-01', 'female')`,
    [app.people.organizations.lincoln.id],
  );
});
afterAll(() => app.close());

const nurse = () => app.as('nurse');
const mapping = { Who: 'mrn', Shot: 'cvx', When: 'administered_on', Cost: '' };
const saved = (more: Record<string, unknown> = {}) => ({
  organizationId: app.people.organizations.lincoln.id,
  type: 'vaccinations',
  name: 'State registry',
  mapping,
  dateFormat: 'mdy',
  ...more,
});

function form(csv: string, fields: Record<string, string> = {}): FormData {
  const data = new FormData();
  const all = { type: 'vaccinations', organizationId: app.people.organizations.lincoln.id, ...fields };
  for (const [name, value] of Object.entries(all)) data.append(name, value);
  data.append('file', new Blob([csv]), 'rows.csv');
  return data;
}

const CSV = 'Who,Shot,When,Cost\nM1,08,12/31/2020,3\n';

describe('a saved mapping', () => {
  let id: string;

  it('is kept under a name that is free for its organization and type', async () => {
    const { status, body } = await nurse().post('/imports/mappings', saved());
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...saved(), id: expect.any(String), createdAt: expect.any(String) });
    id = body.id;
    expect(await nurse().post('/imports/mappings', saved({ name: 'state REGISTRY' }))).toMatchObject({ status: 409 });
    const other = saved({ type: 'allergies', mapping: { Who: 'mrn', What: 'allergen' } });
    expect(await nurse().post('/imports/mappings', other)).toMatchObject({ status: 201 });
    const { body: list } = await nurse().get('/imports/mappings?type=vaccinations');
    expect(list).toMatchObject({ items: [{ id, name: 'State registry' }], nextCursor: null });
  });

  it('is proposed by the preview of a file that it fits, and of no other', async () => {
    const fits = await nurse().post('/imports/preview', form(CSV));
    expect(fits.body).toMatchObject({ savedMapping: { id, name: 'State registry', mapping, dateFormat: 'mdy' } });
    const other = await nurse().post('/imports/preview', form('Who,Shot,Day\nM1,08,2020-12-31\n'));
    expect(other.body.savedMapping).toBeNull();
    const plain = await nurse().post('/imports/preview', form('mrn,cvx,administered_on\nM1,08,2020-12-31\n'));
    expect(plain.body.savedMapping).toBeNull();
  });

  it('can be used by its id, and then decides the dates too', async () => {
    const { status, body } = await nurse().post('/imports', form(CSV, { mappingId: id }));
    expect(status).toBe(202);
    await app.get(JobWorker).runDue();
    expect((await nurse().get(`/imports/${body.id}`)).body).toMatchObject({ status: 'completed', insertedRows: 1 });
    expect(
      await app.database.sql('SELECT administered_on::text FROM vaccinations WHERE import_id = $1', [body.id]),
    ).toEqual([{ administered_on: '2020-12-31' }]);
    const preview = await nurse().post('/imports/preview', form(CSV, { mappingId: id }));
    expect(preview.body).toMatchObject({ problems: [], rejected: [] });
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ name: 'x'.repeat(101) }, 'name'],
    [{ type: 'weights' }, 'type'],
    [{ mapping: { Who: 'nothing' } }, 'mapping.Who'],
    [{ mapping: [] }, 'mapping'],
    [{ mapping: { Who: 7 } }, 'mapping'],
    [{ id: newId() }, 'id'],
  ])('with %j is refused', async (more, path) => {
    const answer = await nurse().post('/imports/mappings', saved({ name: 'Another', ...more }));
    expect(answer).toMatchObject({ status: 400, body: { code: 'validation-failed' } });
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
  });

  it('is not used together with another, for another type, or when there is none', async () => {
    const both = form(CSV, { mappingId: id, mapping: '{"Who":"mrn"}' });
    expect(await nurse().post('/imports', both)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'mappingId' }] },
    });
    expect(await nurse().post('/imports', form(CSV, { mappingId: newId() }))).toMatchObject({ status: 404 });
    expect(await nurse().post('/imports', form(CSV, { mappingId: id, type: 'allergies' }))).toMatchObject({
      status: 404,
    });
  });

  it('is nothing to whoever is out of reach, or imports nothing', async () => {
    const stranger = app.as('nurse', 'riverside');
    expect((await stranger.get('/imports/mappings')).body.items).toEqual([]);
    expect(await stranger.delete(`/imports/mappings/${id}`)).toMatchObject({ status: 404 });
    expect(await stranger.post('/imports/mappings', saved({ name: 'Theirs' }))).toMatchObject({ status: 404 });
    const own = form(CSV, { mappingId: id, organizationId: app.people.organizations.riverside.id });
    expect(await stranger.post('/imports', own)).toMatchObject({ status: 404 });
    expect(await app.as('receptionist').get('/imports/mappings')).toMatchObject({ status: 403 });
  });

  it('can be deleted, once', async () => {
    expect(await nurse().delete(`/imports/mappings/${id}`)).toMatchObject({ status: 204 });
    expect(await nurse().delete(`/imports/mappings/${id}`)).toMatchObject({ status: 404 });
    expect((await nurse().get('/imports/mappings?type=vaccinations')).body.items).toEqual([]);
  });
});
