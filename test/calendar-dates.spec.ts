import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../src/testing/test-app.js';

/** Days that a time zone shifts most easily: turns of years and months, leap days, and days when clocks change. */
const DAYS = [
  '2000-02-29',
  '2012-12-31',
  '2013-01-01',
  '2014-03-09',
  '2014-04-06',
  '2014-10-26',
  '2014-11-02',
  '2024-02-29',
];

/** `dates-in-every-zone.spec.ts` runs these again on machines far from Greenwich. */
describe('calendar dates', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await testApp();
  });
  afterAll(() => app.close());

  const nurse = () => app.as('nurse');

  async function register(birthDate: string): Promise<string> {
    const { id: organizationId } = app.people.organizations.lincoln;
    const person = {
      organizationId,
      mrn: `DAY-${birthDate}`,
      givenName: 'Dee',
      familyName: 'Day',
      sex: 'female',
      birthDate,
    };
    const { status, body } = await nurse().post('/patients', person);
    expect(status).toBe(201);
    expect(body.birthDate).toBe(birthDate);
    return body.id as string;
  }

  it.each(DAYS)('%s stays that day from the wire to the column and back', async (day) => {
    const id = await register(day);
    const records = [
      await nurse().post(`/patients/${id}/allergies`, { allergen: 'Egg', onsetDate: day }),
      await nurse().post(`/patients/${id}/chronic-conditions`, {
        name: 'Asthma',
        onsetDate: day,
        resolvedDate: day,
        status: 'RESOLVED',
      }),
      await nurse().post(`/patients/${id}/vaccinations`, { cvx: '21', administeredOn: day }),
    ];
    expect(records.map(({ status }) => status)).toEqual([201, 201, 201]);
    const { body } = await nurse().get(`/patients/${id}/summary`);
    expect(body.patient.birthDate).toBe(day);
    expect(body.allergies[0].onsetDate).toBe(day);
    expect(body.chronicConditions[0]).toMatchObject({ onsetDate: day, resolvedDate: day });
    expect(body.vaccinations[0].administeredOn).toBe(day);
    expect((await nurse().patch(`/patients/${id}`, { grade: '3' })).body.birthDate).toBe(day);
    const [stored] = await app.database.sql<{ day: string }>(
      'SELECT birth_date::text AS day FROM patients WHERE id = $1',
      [id],
    );
    expect(stored!.day).toBe(day);
  });

  it('an instant stays that instant, and is told in UTC', async () => {
    const id = await register('2010-10-10');
    const visit = { type: 'NOTE', occurredAt: '2024-03-10T02:30:00+13:00', description: 'Night' };
    const { body } = await nurse().post(`/patients/${id}/health-records`, visit);
    expect(body.occurredAt).toBe('2024-03-09T13:30:00.000Z');
    expect((await nurse().get(`/patients/${id}/health-records/${body.id}`)).body.occurredAt).toBe(
      '2024-03-09T13:30:00.000Z',
    );
  });

  it.each([
    ['Pacific/Auckland', 366],
    ['Asia/Kolkata', 366],
    ['America/New_York', 365],
    ['Pacific/Honolulu', 365],
  ])("a child's age is counted by the calendar of its school in %s", async (timeZone, ageDays) => {
    const { id: organizationId } = app.people.organizations.riverside;
    await app.database.sql('UPDATE organizations SET time_zone = $2 WHERE id = $1', [organizationId, timeZone]);
    const person = {
      organizationId,
      mrn: timeZone,
      givenName: 'Dee',
      familyName: 'Day',
      sex: 'male',
      birthDate: '2021-06-15',
    };
    const { body: child } = await app.as('nurse', 'riverside').post('/patients', person);
    const visit = {
      type: 'VITALS',
      occurredAt: '2022-06-15T23:00:00Z',
      description: 'Weighed',
      vital: { weightKg: 9.6 },
    };
    expect((await app.as('nurse', 'riverside').post(`/patients/${child.id}/health-records`, visit)).status).toBe(201);
    const { body } = await app.as('nurse', 'riverside').get(`/patients/${child.id}/growth`);
    expect(Math.round(body.measurements[0].ageMonths * 30.4375)).toBe(ageDays);
  });

  it("today is the organization's today", async () => {
    const { id: organizationId } = app.people.organizations.lincoln;
    for (const timeZone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kolkata']) {
      await app.database.sql('UPDATE organizations SET time_zone = $2 WHERE id = $1', [organizationId, timeZone]);
      await register(`2015-01-${10 + timeZone.length}`);
      const there = () => new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date());
      const before = there();
      const { body } = await nurse().get('/dashboard/stats');
      expect([before, there()]).toContain(body.today);
      expect(body.timeZone).toBe(timeZone);
    }
  });
});
