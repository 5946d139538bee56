import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../../testing/test-app.js';

describe('GET /patients/:id/growth', () => {
  let app: TestApp;
  let patientId: string;

  beforeAll(async () => {
    app = await testApp();
    patientId = await register('female', '2020-03-10');
  });
  afterAll(() => app.close());

  async function register(sex: string, birthDate: string): Promise<string> {
    const { id: organizationId } = app.people.organizations.lincoln;
    const person = {
      organizationId,
      mrn: `G-${sex}-${birthDate}`,
      givenName: 'Gro',
      familyName: 'Wing',
      birthDate,
      sex,
    };
    const { status, body } = await app.as('nurse').post('/patients', person);
    expect(status).toBe(201);
    return body.id as string;
  }

  async function measure(id: string, occurredAt: string, vital: object): Promise<string> {
    const visit = { type: 'VITALS', occurredAt, description: 'Measured', vital };
    const { status, body } = await app.as('nurse').post(`/patients/${id}/health-records`, visit);
    expect(status).toBe(201);
    return body.id as string;
  }

  it('answers each measured visit, oldest first, and what changed at once', async () => {
    const empty = await app.as('nurse').get(`/patients/${patientId}/growth`);
    expect(empty.body).toEqual({ reference: 'cdc', measurements: [], isTruncated: false });

    await measure(patientId, '2025-03-12T15:00:00Z', { heightCm: 108, weightKg: 18.2, heartRate: 90 });
    const infant = await measure(patientId, '2020-09-10T15:00:00Z', {
      heightCm: 66,
      weightKg: 7.3,
      headCircumferenceCm: 42.2,
    });
    await measure(patientId, '2025-04-12T15:00:00Z', { temperatureC: 37 });

    const { status, body } = await app.as('clinician').get(`/patients/${patientId}/growth?reference=cdc`);
    expect(status).toBe(200);
    expect(body.measurements).toHaveLength(2);
    expect(body.measurements[0]).toMatchObject({ recordId: infant, measuredAt: '2020-09-10T15:00:00.000Z' });
    expect(body.measurements[0].ageMonths).toBeCloseTo(184 / 30.4375, 5);
    expect(body.measurements[0]).not.toHaveProperty('bmiForAge');
    expect(body.measurements[0].weightForLength).toMatchObject({ value: 7.3, unit: 'kg', flags: [] });
    expect(body.measurements[0].headCircumferenceForAge.zScore).toBeCloseTo(0, 0);
    const { heightForAge, bmiForAge } = body.measurements[1];
    expect(heightForAge).toMatchObject({ value: 108, unit: 'cm' });
    expect(Object.keys(heightForAge)).toEqual(
      expect.arrayContaining(['zScore', 'percentile', 'modifiedZScore', 'flags']),
    );
    expect(bmiForAge.percentOf95th).toBeGreaterThan(70);
  });

  it("follows the reference asked for, and the organization's own where none is", async () => {
    const asked = await app.as('nurse').get(`/patients/${patientId}/growth?reference=who`);
    expect(asked.body.reference).toBe('who');
    expect(asked.body.measurements[0].bmiForAge).toBeDefined();
    expect((await app.as('nurse').get(`/patients/${patientId}/growth`)).body.reference).toBe('cdc');
    const path = `/organizations/${app.people.organizations.lincoln.id}/growth-reference`;
    expect((await app.as('org-admin', 'riverside').send('PUT', path, { reference: 'who' })).status).toBe(404);
    expect((await app.as('nurse').send('PUT', path, { reference: 'who' })).status).toBe(403);
    expect((await app.as('org-admin').send('PUT', path, { reference: 'who' })).status).toBe(200);
    expect((await app.as('nurse').get(`/patients/${patientId}/growth`)).body.reference).toBe('who');
  });

  it('asks about a slip, and limits the visits to the days asked for', async () => {
    const child = await register('male', '2015-06-01');
    await measure(child, '2024-06-01T12:00:00Z', { heightCm: 133, weightKg: 28 });
    await measure(child, '2024-12-01T12:00:00Z', { heightCm: 136, weightKg: 63.9 });
    await measure(child, '2025-06-01T12:00:00Z', { heightCm: 139, weightKg: 31 });
    const { body } = await app.as('nurse').get(`/patients/${child}/growth?reference=cdc`);
    expect(body.measurements[1].weightForAge.flags).toContain('possible-pounds-for-kilograms');
    expect(body.measurements[1].questions).toEqual([
      { measure: 'weightKg', kind: 'pounds-for-kilograms', recorded: 63.9, wouldBe: 28.98 },
    ]);
    expect(body.measurements[2].velocity.height).toEqual({ perYear: 6.02, unit: 'cm/year', intervalDays: 182 });
    const last = await app.as('nurse').get(`/patients/${child}/growth?from=2025-06-01&to=2025-06-01`);
    expect(last.body.measurements).toHaveLength(1);
  });

  it('tells the measured visits of a person whose sex no reference covers, unassessed', async () => {
    const person = await register('other', '2014-01-01');
    await measure(person, '2024-01-01T12:00:00Z', { heightCm: 140 });
    const { body } = await app.as('nurse').get(`/patients/${person}/growth`);
    expect(body.unassessedBecause).toBe('sex-not-in-reference');
    expect(body.measurements).toHaveLength(1);
  });

  it('is not for those out of reach, nor without clinical duties', async () => {
    expect((await app.as('nurse', 'riverside').get(`/patients/${patientId}/growth`)).status).toBe(404);
    expect((await app.as('receptionist').get(`/patients/${patientId}/growth`)).status).toBe(403);
    expect((await app.as('nurse').get(`/patients/${patientId}/growth?reference=nhanes`)).status).toBe(400);
  });
});
