import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../../testing/test-app.js';

const TABLES = ['allergies', 'chronic_conditions', 'vaccinations', 'health_records'];

describe('merging two patients', () => {
  let app: TestApp;
  let organizationId: string;

  beforeAll(async () => {
    app = await testApp();
    organizationId = app.people.organizations.lincoln.id;
  });
  afterAll(() => app.close());

  const nurse = () => app.as('nurse');

  async function register(mrn: string, change: object = {}): Promise<string> {
    const guardian = { name: 'Rosa García', phone: '+1 555 010 9911' };
    const person = { givenName: 'Ana', familyName: 'García', birthDate: '2014-03-05', sex: 'female', guardian };
    const { status, body } = await nurse().post('/patients', { organizationId, mrn, ...person, ...change });
    expect(status).toBe(201);
    return body.id as string;
  }

  async function record(patientId: string, collection: string, values: object): Promise<string> {
    const { status, body } = await nurse().post(`/patients/${patientId}/${collection}`, values);
    expect(status).toBe(201);
    return body.id as string;
  }

  /** Everything of both patients, but for what counts changes. */
  async function rowsOf(...ids: string[]): Promise<string> {
    const parts = TABLES.map(
      (table) =>
        `SELECT '${table}' AS t, to_jsonb(r) - 'version' - 'updated_at' - 'notes_sealed' - 'search' AS row FROM ${table} r WHERE patient_id = ANY($1)`,
    );
    const rows = await app.database.sql(`SELECT * FROM (${parts.join(' UNION ALL ')}) x ORDER BY t, row ->> 'id'`, [
      ids,
    ]);
    return JSON.stringify(rows);
  }

  it('moves the records, keeps both MRNs, and can be undone to the same rows', async () => {
    const survivor = await register('KEEP-1');
    const duplicate = await register('TWICE-1');
    await record(survivor, 'allergies', { allergen: 'Peanut', severity: 'SEVERE' });
    await record(duplicate, 'allergies', { allergen: 'peanut', severity: 'MILD' });
    await record(duplicate, 'allergies', { allergen: 'Latex' });
    await record(duplicate, 'vaccinations', { cvx: '21', administeredOn: '2015-04-01' });
    const secret = await record(duplicate, 'health-records', {
      type: 'NOTE',
      occurredAt: '2024-05-05T10:00:00Z',
      description: 'Talked',
      notes: 'for nobody else',
      confidential: true,
    });
    const before = await rowsOf(survivor, duplicate);
    await nurse().get(`/patients/${survivor}/summary`);

    const merged = await nurse().post(`/patients/${survivor}/merges`, { duplicateId: duplicate });
    expect(merged.status).toBe(201);
    expect(merged.body).toMatchObject({
      survivorId: survivor,
      mergedId: duplicate,
      mergedMrn: 'TWICE-1',
      movedCount: 3,
      retiredCount: 1,
    });

    const summary = await nurse().get(`/patients/${survivor}/summary`);
    expect(summary.body.allergies.map(({ allergen }: { allergen: string }) => allergen)).toEqual(['Peanut', 'Latex']);
    expect(summary.body.vaccinations).toHaveLength(1);
    expect((await nurse().get(`/patients/${survivor}/health-records/${secret}`)).body.notes).toBe('for nobody else');
    expect((await nurse().get(`/patients/${duplicate}`)).status).toBe(404);
    for (const mrn of ['KEEP-1', 'TWICE-1']) {
      const found = await nurse().get(`/patients?search=${mrn}`);
      expect(found.body.items.map(({ id }: { id: string }) => id)).toEqual([survivor]);
    }

    const undone = await nurse().post(`/patients/${survivor}/merges/${merged.body.id}/undo`);
    expect(undone.status).toBe(200);
    expect(await rowsOf(survivor, duplicate)).toBe(before);
    expect((await nurse().get(`/patients/${duplicate}/health-records/${secret}`)).body.notes).toBe('for nobody else');
    expect((await nurse().get(`/patients/${survivor}/summary`)).body.vaccinations).toHaveLength(0);
    expect((await nurse().post(`/patients/${survivor}/merges/${merged.body.id}/undo`)).status).toBe(409);

    const told = await app.database.sql<{ action: string; patient_id: string }>(
      `SELECT action, patient_id FROM audit_events WHERE action IN ('merge', 'restore') AND patient_id = ANY($1) ORDER BY id`,
      [[survivor, duplicate]],
    );
    expect(told.map(({ action }) => action)).toEqual(['merge', 'merge', 'restore', 'restore']);
    expect(new Set(told.map(({ patient_id }) => patient_id))).toEqual(new Set([survivor, duplicate]));
  });

  it('refuses what is out of reach, itself, twice, and what holds a genome', async () => {
    const survivor = await register('KEEP-2');
    const duplicate = await register('TWICE-2');
    const stranger = app.people.organizations.riverside.patientId;
    const merge = (id: string) => nurse().post(`/patients/${survivor}/merges`, { duplicateId: id });
    expect((await merge(stranger)).status).toBe(404);
    expect((await merge(survivor)).status).toBe(409);
    expect((await app.as('receptionist').post(`/patients/${survivor}/merges`, { duplicateId: duplicate })).status).toBe(
      403,
    );
    await app.database.sql(
      `INSERT INTO genome_consents (id, patient_id, scope, recorded_by) SELECT gen_random_uuid(), $1, 'traits', id FROM users LIMIT 1`,
      [duplicate],
    );
    expect((await merge(duplicate)).body).toMatchObject({
      status: 409,
      detail: expect.stringContaining('genome_consents'),
    });
    await app.database.sql('DELETE FROM genome_consents WHERE patient_id = $1', [duplicate]);
    expect((await merge(duplicate)).status).toBe(201);
    expect((await merge(duplicate)).status).toBe(404);
    expect((await nurse().get(`/patients/${survivor}/merges`)).body.items).toHaveLength(1);
  });

  it('leads every former MRN to the last survivor, and back one step when undone', async () => {
    const [first, second, third] = [await register('CHAIN-1'), await register('CHAIN-2'), await register('CHAIN-3')];
    const merge = async (survivor: string, duplicateId: string) => {
      const { status, body } = await nurse().post(`/patients/${survivor}/merges`, { duplicateId });
      expect(status).toBe(201);
      return body.id as string;
    };
    await merge(second, first);
    const last = await merge(third, second);
    const holder = async () => (await nurse().get('/patients?search=CHAIN-1')).body.items[0].id as string;
    expect(await holder()).toBe(third);
    const rows = await app.database.sql('SELECT merged_into FROM patients WHERE id = ANY($1)', [[first, second]]);
    expect(rows).toEqual([{ merged_into: third }, { merged_into: third }]);
    expect((await nurse().post(`/patients/${third}/merges/${last}/undo`)).status).toBe(200);
    expect(await holder()).toBe(second);
  });

  it('is proposed for patients who are likely one, until somebody says that they are two', async () => {
    const first = await register('D-1', { givenName: 'Jonathan', familyName: 'Smith', birthDate: '2012-07-09' });
    const second = await register('D-2', { givenName: 'Jonathan', familyName: 'Smtih', birthDate: '2012-07-09' });
    await register('D-3', { givenName: 'Beatrice', familyName: 'Smith', birthDate: '2012-07-09' });
    const listed = async () => {
      const { body } = await nurse().get('/patients/duplicates');
      const pairs = body.items as {
        first: { mrn: string };
        second: { mrn: string };
        score: number;
        reasons: unknown[];
      }[];
      return pairs.filter((pair) => pair.first.mrn.startsWith('D-') || pair.second.mrn.startsWith('D-'));
    };
    const [pair, ...others] = await listed();
    expect(others).toEqual([]);
    expect([pair!.first.mrn, pair!.second.mrn].sort()).toEqual(['D-1', 'D-2']);
    expect(pair!.score).toBeGreaterThan(0.6);
    expect(pair!.reasons).toContainEqual({ what: 'phone', detail: 'same', points: 0.15 });
    expect((await nurse().post(`/patients/${first}/not-the-same`, { patientId: first })).status).toBe(400);
    expect((await nurse().post(`/patients/${first}/not-the-same`, { patientId: second })).status).toBe(204);
    expect(await listed()).toEqual([]);
  });
});
