import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../testing/test-app.js';

interface Alert {
  kind: string;
  count: number;
  items: Record<string, unknown>[];
}

describe('the dashboard', () => {
  let app: TestApp;
  let patientId: string;
  let organizationId: string;

  beforeAll(async () => {
    app = await testApp();
    ({ patientId, id: organizationId } = app.people.organizations.lincoln);
  });
  afterAll(() => app.close());

  const nurse = () => app.as('nurse');
  const record = async (collection: string, values: object) => {
    const { status, body } = await nurse().post(`/patients/${patientId}/${collection}`, values);
    expect(status).toBe(201);
    return body.id as string;
  };
  const alert = async (kind: string) => {
    const { status, body } = await nurse().get('/dashboard/alerts');
    expect(status).toBe(200);
    return (body.alerts as Alert[]).find((found) => found.kind === kind)!;
  };

  it('counts what is kept, in reach only, and again at once after a write', async () => {
    const before = await nurse().get('/dashboard/stats');
    expect(before.status).toBe(200);
    expect(before.body).toMatchObject({
      organizationId,
      patients: { total: 1, newThisMonth: 1 },
      allergies: { active: 0, bySeverity: {} },
      visits: { today: 0, thisWeek: 0 },
    });
    await record('allergies', { allergen: 'Peanut', severity: 'SEVERE' });
    await record('chronic-conditions', { name: 'Asthma', status: 'ACTIVE' });
    await record('health-records', { type: 'ILLNESS', occurredAt: new Date().toISOString(), description: 'Fever' });
    const after = await nurse().get('/dashboard/stats');
    expect(after.headers.get('x-cache')).toBe('MISS');
    expect(after.body).toMatchObject({
      allergies: { active: 1, bySeverity: { SEVERE: 1 } },
      chronicConditions: { total: 1, byStatus: { ACTIVE: 1 } },
      visits: { today: 1, thisWeek: 1, thisWeekByType: { ILLNESS: 1 } },
    });
    expect((await nurse().get('/dashboard/stats')).headers.get('x-cache')).toBe('L1');
    expect((await app.as('nurse', 'riverside').get('/dashboard/stats')).body.allergies.active).toBe(0);
    expect((await app.as('superadmin').get('/dashboard/stats')).body.patients.total).toBe(2);
  });

  it('alerts of a life-threatening allergy until somebody wrote what to do', async () => {
    const kind = 'life-threatening-allergy-without-plan';
    expect(await alert(kind)).toMatchObject({ count: 0, items: [] });
    const allergyId = await record('allergies', { allergen: 'Bee venom', severity: 'LIFE_THREATENING' });
    expect(await alert(kind)).toMatchObject({ count: 1, items: [{ patientId, allergyId, allergen: 'Bee venom' }] });
    const path = `/patients/${patientId}/allergies/${allergyId}/action-plan`;
    expect((await nurse().get(path)).status).toBe(404);
    const plan = { writtenOn: '2026-09-01', steps: '1. Epinephrine\n2. Call 911' };
    expect((await nurse().send('PUT', path, plan)).body).toMatchObject({ ...plan, version: 1 });
    expect(await alert(kind)).toMatchObject({ count: 0 });
    expect((await nurse().send('PUT', path, plan)).body.version).toBe(2);
    expect((await app.as('nurse', 'riverside').get(path)).status).toBe(404);
  });

  it('alerts of abnormal vitals of this week, by age', async () => {
    const recordId = await record('health-records', {
      type: 'VITALS',
      occurredAt: new Date().toISOString(),
      description: 'Unwell',
      vital: { temperatureC: 39.4, heartRate: 88, spo2: 91 },
    });
    await record('health-records', {
      type: 'VITALS',
      occurredAt: '2020-01-01T00:00:00Z',
      description: 'Long ago',
      vital: { temperatureC: 41 },
    });
    const { count, items } = await alert('abnormal-vitals');
    expect(count).toBe(1);
    expect(items[0]).toMatchObject({
      recordId,
      readings: [
        { vital: 'spo2', value: 91, low: 94 },
        { vital: 'temperatureC', value: 39.4, low: 35, high: 37.9 },
      ],
    });
  });

  it('alerts of conditions that nobody touched for a year', async () => {
    await app.database.sql(
      `UPDATE chronic_conditions SET updated_at = now() - interval '13 months' WHERE patient_id = $1`,
      [patientId],
    );
    await record('allergies', { allergen: 'Dust' });
    expect(await alert('condition-without-review')).toMatchObject({ count: 1, items: [{ name: 'Asthma' }] });
  });

  it('lists what was recorded lately, the newest first', async () => {
    const { status, body } = await nurse().get('/dashboard/recent-activity?limit=3');
    expect(status).toBe(200);
    expect(body.items).toHaveLength(3);
    expect(body.items[0]).toMatchObject({ kind: 'allergy', label: 'Dust', patientId });
    expect((await app.as('nurse', 'riverside').get('/dashboard/recent-activity')).body.items).toEqual([]);
  });

  it("puts each visit on its day in the organization's time zone, whatever the machine's", async () => {
    await app.database.sql(`UPDATE organizations SET time_zone = 'Pacific/Auckland' WHERE id = $1`, [organizationId]);
    const { body: before } = await nurse().get('/dashboard/charts?range=week&by=day');
    const day = before.visits.at(-3).from as string;
    // 23:30 of that day in Auckland is the day's forenoon in UTC; half an hour later it is the next day there.
    const [{ late }] = (await app.database.sql<{ late: Date }>(
      `SELECT (($1::date + 1)::timestamp - interval '30 minutes') AT TIME ZONE 'Pacific/Auckland' AS late`,
      [day],
    )) as [{ late: Date }];
    await record('health-records', { type: 'INJURY', occurredAt: late.toISOString(), description: 'Late' });
    await record('health-records', {
      type: 'INJURY',
      occurredAt: new Date(late.getTime() + 3_600_000).toISOString(),
      description: 'Past midnight',
    });
    await record('vaccinations', { cvx: '21', administeredOn: day });
    const { body } = await nurse().get('/dashboard/charts?range=week&by=day');
    expect(body).toMatchObject({ range: 'week', by: 'day', timeZone: 'Pacific/Auckland' });
    expect(body.visits).toHaveLength(7);
    const injuries = body.visits.map(({ byType }: { byType: Record<string, number> }) => byType['INJURY'] ?? 0);
    expect(injuries.slice(-3)).toEqual([1, 1, 0]);
    expect(body.vaccinations.find(({ from }: { from: string }) => from === day).total).toBe(1);
    for (const range of ['month', 'quarter', 'year']) {
      expect((await nurse().get(`/dashboard/charts?range=${range}`)).status).toBe(200);
    }
  });

  it('counts one organization of a district when asked, and none out of reach', async () => {
    const { districtId } = app.people.organizations.lincoln;
    await app.database.sql(
      `WITH school AS (INSERT INTO organizations (id, name, kind, parent_id, path) SELECT id, 'second school', 'school', $1, ARRAY[$1::uuid, id]
         FROM (SELECT uuidv7() AS id) o RETURNING id)
       INSERT INTO patients (id, organization_id, mrn, given_name, family_name, birth_date, sex)
       SELECT uuidv7(), school.id, 'SECOND', 'Solo', 'Second', '2014-05-05', 'female' FROM school`,
      [districtId],
    );
    await app.database.sql(`UPDATE users SET organization_id = $1 WHERE email = 'clinician@lincoln.test'`, [
      districtId,
    ]);
    const clinician = app.as('clinician');
    const totalOf = async (query: string) =>
      (await clinician.get(`/dashboard/stats${query}`)).body.patients.total as number;
    const [all, lincoln] = [await totalOf(''), await totalOf(`?organizationId=${organizationId}`)];
    expect(all - lincoln).toBe(1);
    expect(await totalOf(`?organizationId=${districtId}`)).toBe(all);
    await record('health-records', { type: 'ILLNESS', occurredAt: new Date().toISOString(), description: 'Cough' });
    for (const path of ['charts', 'alerts', 'recent-activity', 'stats']) {
      expect((await clinician.get(`/dashboard/${path}?organizationId=${organizationId}`)).status).toBe(200);
      const beyond = app.people.organizations.riverside.id;
      expect((await clinician.get(`/dashboard/${path}?organizationId=${beyond}`)).status).toBe(404);
      expect((await nurse().get(`/dashboard/${path}?organizationId=${districtId}`)).status).toBe(404);
    }
    const { body } = await clinician.get(`/dashboard/recent-activity?organizationId=${organizationId}&limit=1`);
    expect(body.items[0]).toMatchObject({ kind: 'health-record', label: 'ILLNESS' });
  });

  it('shows numbers to the office, and patients only to those who care for them', async () => {
    expect((await app.as('receptionist').get('/dashboard/stats')).status).toBe(200);
    expect((await app.as('receptionist').get('/dashboard/alerts')).status).toBe(403);
    expect((await app.as('org-admin').get('/dashboard/recent-activity')).status).toBe(403);
    expect((await app.as('patient').get('/dashboard/stats')).status).toBe(403);
    expect((await nurse().get('/dashboard/charts?range=century')).status).toBe(400);
  });
});
