import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../src/testing/api-client.js';
import { testApp, type TestApp } from '../src/testing/test-app.js';

const SAMPLES: Record<string, { create: object; change: object; stays: object }> = {
  allergies: {
    create: { allergen: 'Peanut', severity: 'LIFE_THREATENING', reaction: 'Anaphylaxis', onsetDate: '2019-03-02' },
    change: { severity: 'SEVERE', reaction: null },
    stays: { allergen: 'Peanut', active: true, onsetDate: '2019-03-02' },
  },
  'chronic-conditions': {
    create: { name: 'Asthma', code: 'J45.909', codeSystem: 'ICD-10-CM', onsetDate: '2018-10-10' },
    change: { status: 'REMISSION' },
    stays: { name: 'Asthma', code: 'J45.909' },
  },
  vaccinations: {
    create: { cvx: '8', administeredOn: '2020-02-29', lotNumber: 'A1', doseNumber: 2 },
    change: { doseNumber: 3 },
    stays: { cvx: '08', vaccineName: 'Hep B, adolescent or pediatric', administeredOn: '2020-02-29' },
  },
  'health-records': {
    create: {
      type: 'VITALS',
      occurredAt: '2026-09-01T08:30:00+02:00',
      description: 'Screening',
      vital: { heightCm: 140.5 },
    },
    change: { vital: { heightCm: 141, weightKg: 35.25 } },
    stays: { type: 'VITALS', occurredAt: '2026-09-01T06:30:00.000Z', description: 'Screening' },
  },
};

describe('keeping records', () => {
  let app: TestApp;
  let nurse: ApiClient;
  let patientId: string;
  beforeAll(async () => {
    app = await testApp();
    nurse = app.as('nurse');
    const organizationId = app.people.organizations.lincoln.id;
    const created = await nurse.post('/patients', {
      mrn: 'L-1',
      givenName: 'John',
      familyName: 'Smith',
      birthDate: '2014-02-28',
      sex: 'male',
      organizationId,
      email: 'js@example.org',
      phone: '+1 559 555 0134',
      guardian: { name: 'Ann Smith', phone: '559 555 0135' },
    });
    expect(created.status).toBe(201);
    patientId = created.body.id;
  });
  afterAll(() => app.close());

  it.each(Object.keys(SAMPLES))('records, reads, corrects and retires %s', async (kind) => {
    const { create, change, stays } = SAMPLES[kind] ?? { create: {}, change: {}, stays: {} };
    const path = `/patients/${patientId}/${kind}`;
    const created = await nurse.post(path, create);
    expect(created.status).toBe(201);
    expect(created.headers.get('location')).toBe(`/api${path}/${created.body.id}`);
    expect(created.headers.get('etag')).toBe('"1"');
    expect(created.body).toMatchObject({ ...stays, version: 1, patientId });

    const one = await nurse.get(`${path}/${created.body.id}`);
    expect(one.body).toEqual(created.body);
    expect((await nurse.get(path)).body).toEqual({ items: [one.body], nextCursor: null });
    expect((await nurse.get(`${path}/${created.body.id}`, { 'if-none-match': '"1"' })).status).toBe(304);

    expect((await nurse.post(path, create)).body).toMatchObject({ status: 409, code: 'conflict' });
    const changed = await nurse.patch(`${path}/${created.body.id}`, change, { 'if-match': '"1"' });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ ...stays, ...change, version: 2 });
    expect((await nurse.patch(`${path}/${created.body.id}`, change, { 'if-match': '"1"' })).status).toBe(412);
    expect((await nurse.get(path)).body.items).toEqual([changed.body]);

    expect((await nurse.delete(`${path}/${created.body.id}`)).status).toBe(204);
    expect((await nurse.get(`${path}/${created.body.id}`)).status).toBe(404);
    expect((await nurse.get(path)).body.items).toEqual([]);
    expect((await nurse.post(path, create)).status).toBe(201);
  });

  it.each(Object.keys(SAMPLES))(
    'takes back that one of the %s was retired, as long as nothing stands in its place',
    async (kind) => {
      const { create } = SAMPLES[kind] ?? { create: {} };
      const patient = await nurse.post('/patients', {
        mrn: `RESTORED-${kind}`,
        givenName: 'Rita',
        familyName: 'Stored',
        birthDate: '2014-02-28',
        sex: 'female',
        organizationId: app.people.organizations.lincoln.id,
      });
      const path = `/patients/${patient.body.id}/${kind}`;
      const { body: created } = await nurse.post(path, create);
      const one = `${path}/${created.id}`;
      expect((await nurse.post(`${one}/restore`, {})).body).toMatchObject({ status: 409, code: 'conflict' });
      expect((await nurse.delete(one)).status).toBe(204);
      expect((await nurse.get(path)).body.items).toEqual([]);

      expect((await nurse.post(`${one}/restore`, {}, { 'if-match': '"1"' })).status).toBe(412);
      expect((await app.as('nurse', 'riverside').post(`${one}/restore`, {})).status).toBe(404);
      const restored = await nurse.post(`${one}/restore`, {}, { 'if-match': '"2"' });
      expect(restored.status).toBe(200);
      expect(restored.body).toEqual({ ...created, version: 3, updatedAt: restored.body.updatedAt });
      expect((await nurse.get(path)).body.items).toEqual([restored.body]);
      const history = (await nurse.get(`${one}/history`)).body.items as { action: string }[];
      expect(history.map(({ action }) => action)).toEqual(['restore', 'retire', 'create']);

      await nurse.delete(one);
      expect((await nurse.post(path, create)).status).toBe(201);
      expect((await nurse.post(`${one}/restore`, {})).body).toMatchObject({ status: 409, code: 'conflict' });
    },
  );

  it('shows the truth at once in the summary: worst allergy first, active condition first, newest dose first', async () => {
    const path = `/patients/${patientId}`;
    await nurse.post(`${path}/allergies`, { allergen: 'Dust' });
    await nurse.post(`${path}/allergies`, { allergen: 'Bee venom', severity: 'SEVERE' });
    await nurse.post(`${path}/chronic-conditions`, { name: 'Eczema', status: 'RESOLVED' });
    await nurse.post(`${path}/vaccinations`, { cvx: '03', administeredOn: '2024-01-05' });
    const summary = await app.as('clinician').get(`${path}/summary`);
    expect(summary.status).toBe(200);
    expect(summary.headers.get('x-cache')).toBe('MISS');
    expect(summary.body.patient).toMatchObject({ id: patientId, mrn: 'L-1', birthDate: '2014-02-28' });
    expect(summary.body.allergies.map((allergy: { allergen: string }) => allergy.allergen)).toEqual([
      'Peanut',
      'Bee venom',
      'Dust',
    ]);
    expect(summary.body.chronicConditions.map((condition: { name: string }) => condition.name)).toEqual([
      'Asthma',
      'Eczema',
    ]);
    expect(summary.body.vaccinations.map((dose: { cvx: string }) => dose.cvx)).toEqual(['03', '08']);
    expect(summary.body.recentVitals).toEqual([expect.objectContaining({ vital: { heightCm: 140.5 } })]);
    expect(summary.body.recordCounts).toEqual({ VITALS: 1, ALLERGY: 3, CHRONIC_CONDITION: 2, VACCINATION: 2 });
    const again = await app.as('clinician').get(`${path}/summary`);
    expect(again.headers.get('x-cache')).toBe('L1');
    expect(again.text).toBe(summary.text);
  });

  it('keeps what stood there before in the audit event, sealed', async () => {
    const path = `/patients/${patientId}/allergies`;
    const { body } = await nurse.post(path, { allergen: 'Latex', notes: 'private-note-77' });
    await nurse.patch(`${path}/${body.id}`, { notes: 'changed' });
    const events = await app.database.sql<{ action: string }>(
      `SELECT action FROM audit_events WHERE resource_id = $1 ORDER BY occurred_at, id`,
      [body.id],
    );
    expect(events.map(({ action }) => action)).toEqual(['create', 'update']);
    const { items } = (await nurse.get(`${path}/${body.id}/history`)).body;
    expect(items).toMatchObject([
      { action: 'update', previous: { notes: 'private-note-77' }, next: { notes: 'changed' }, by: { role: 'nurse' } },
      {
        action: 'create',
        previous: null,
        next: { allergen: 'Latex', version: 1 },
        by: { displayName: 'nurse of lincoln' },
      },
    ]);
    const [{ leaks } = { leaks: 1 }] = await app.database.sql<{ leaks: number }>(
      `SELECT count(*)::int AS leaks FROM audit_events WHERE row_to_json(audit_events)::text LIKE '%private-note-77%'`,
    );
    expect(leaks).toBe(0);
  });

  it('seals contact data and the notes of confidential records', async () => {
    const path = `/patients/${patientId}/health-records`;
    const visit = {
      type: 'NOTE',
      occurredAt: '2026-10-01T10:00:00Z',
      description: 'Talk',
      notes: 'secret-88',
      confidential: true,
    };
    const { body } = await nurse.post(path, visit);
    expect(body.notes).toBe('secret-88');
    expect((await nurse.get(`${path}/${body.id}`)).body.notes).toBe('secret-88');
    expect((await nurse.get(`${path}?type=NOTE`)).body.items[0].notes).toBeNull();
    expect((await nurse.get(`/patients/${patientId}`)).body).toMatchObject({
      email: 'js@example.org',
      guardian: { name: 'Ann Smith' },
    });
    const dump = await app.database.sql<{ row: string }>(
      `SELECT row_to_json(p)::text AS row FROM patients p UNION ALL SELECT row_to_json(h)::text FROM health_records h`,
    );
    const text = dump.map(({ row }) => row).join('\n');
    for (const secret of ['secret-88', 'js@example.org', 'Ann Smith', '555 0134']) expect(text).not.toContain(secret);
  });

  it('answers a repeated Idempotency-Key with the first answer, and another body with 409', async () => {
    const path = `/patients/${patientId}/allergies`;
    const key = { 'idempotency-key': 'key-1' };
    const [first, second] = await Promise.all([
      nurse.post(path, { allergen: 'Kiwi' }, key),
      nurse.post(path, { allergen: 'Kiwi' }, key),
    ]);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect((await nurse.post(path, { allergen: 'Fig' }, key)).status).toBe(409);
    expect(
      (await nurse.get(path)).body.items.filter((item: { allergen: string }) => item.allergen === 'Kiwi'),
    ).toHaveLength(1);
  });

  it('pages lists by key without gaps or repeats', async () => {
    const path = `/patients/${patientId}/vaccinations`;
    for (let day = 1; day <= 9; day++) await nurse.post(path, { cvx: '140', administeredOn: `2023-03-0${day}` });
    const seen: string[] = [];
    let cursor: string | null = '';
    for (let page = 0; cursor !== null; page++) {
      const answer = await nurse.get(`${path}?limit=4${cursor ? `&cursor=${cursor}` : ''}`);
      expect(answer.status).toBe(200);
      expect(page).toBeLessThan(5);
      seen.push(...answer.body.items.map(({ id }: { id: string }) => id));
      cursor = answer.body.nextCursor;
    }
    const all = await nurse.get(path);
    expect(seen).toEqual(all.body.items.map(({ id }: { id: string }) => id));
  });

  it('finds patients by a mistyped name and by the exact MRN, in reach only', async () => {
    const names = async (client: ApiClient, search: string) =>
      (await client.get(`/patients?search=${encodeURIComponent(search)}`)).body.items.map(
        ({ mrn }: { mrn: string }) => mrn,
      );
    expect(await names(nurse, 'Jon Smit')).toContain('L-1');
    expect(await names(nurse, 'L-1')).toEqual(['L-1']);
    expect(await names(app.as('nurse', 'riverside'), 'John Smith')).not.toContain('L-1');
  });

  it.each([
    ['limit=1001', 'limit'],
    ['limit=0', 'limit'],
    ['cursor=rubbish', 'cursor'],
    ['colour=red', 'colour'],
  ])('refuses ?%s with a 400 that names the field', async (query, path) => {
    const answer = await nurse.get(`/patients/${patientId}/allergies?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toMatch('application/problem+json');
    expect(answer.body.errors[0].path).toBe(path);
  });

  it.each([
    ['allergies', { allergen: 'X', id: '01900000-0000-7000-8000-000000000000' }, 'id'],
    ['allergies', { allergen: null }, 'allergen'],
    ['allergies', { allergen: 'X\u0000' }, 'allergen'],
    ['allergies', { allergen: 'X', onsetDate: '2023-02-30' }, 'onsetDate'],
    ['vaccinations', { cvx: '950', administeredOn: '2023-02-03' }, 'cvx'],
    ['vaccinations', { cvx: '08', administeredOn: '2023-02-03T00:00:00Z' }, 'administeredOn'],
    ['health-records', { type: 'VITALS', occurredAt: 'yesterday', description: 'x' }, 'occurredAt'],
    [
      'health-records',
      { type: 'VITALS', occurredAt: '2026-01-01T00:00:00Z', description: 'x', vital: { heightCm: 1405 } },
      'vital.heightCm',
    ],
  ])('refuses %s %j with a 400 that names %s', async (kind, body, path) => {
    const answer = await nurse.post(`/patients/${patientId}/${kind}`, body);
    expect({ status: answer.status, paths: answer.body.errors?.map((error: { path: string }) => error.path) }).toEqual({
      status: 400,
      paths: [path],
    });
  });
});
