import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../../testing/test-app.js';

describe('GET /patients/:id/vitals', () => {
  let app: TestApp;
  let patientId: string;

  beforeAll(async () => {
    app = await testApp();
    patientId = app.people.organizations.lincoln.patientId;
    await app.database.sql(
      `INSERT INTO health_records (id, patient_id, type, occurred_at, description, vital)
       SELECT gen_random_uuid(), $1, 'VITALS', '2024-01-01T00:00:00Z'::timestamptz + n * interval '1 hour', 'Observed ' || n,
              jsonb_build_object('temperatureC', CASE WHEN n = 700 THEN 40.2 ELSE 36.5 + (n % 7) / 10.0 END, 'heartRate', 70 + n % 9)
         FROM generate_series(0, 1999) AS n`,
      [patientId],
    );
  });
  afterAll(() => app.close());

  it('thins a long series on the server and keeps the fever', async () => {
    const { status, body } = await app.as('nurse').get(`/patients/${patientId}/vitals?kind=temperatureC&points=50`);
    expect(status).toBe(200);
    const [series] = body.series;
    expect(series).toMatchObject({ kind: 'temperatureC', unit: '°C', totalPoints: 2000 });
    expect(series.points.length).toBeLessThanOrEqual(50);
    const fever = series.points.find(({ value }: { value: number }) => value === 40.2);
    expect(fever).toMatchObject({ isAbnormal: true, expected: { low: 35, high: 37.9 } });
  });

  it('answers every kind that was measured, of the days asked for', async () => {
    const { body } = await app.as('clinician').get(`/patients/${patientId}/vitals?from=2024-01-02&to=2024-01-02`);
    expect(body.series.map(({ kind }: { kind: string }) => kind)).toEqual(['temperatureC', 'heartRate']);
    expect(body.series[0].totalPoints).toBe(24);
  });

  it('reads blood pressure with the percentiles of sex, age and height, and shows a new reading at once', async () => {
    const before = await app.as('nurse').get(`/patients/${patientId}/vitals?kind=bloodPressure`);
    expect(before.body.series).toEqual([{ kind: 'bloodPressure', unit: 'mmHg', totalPoints: 0, points: [] }]);
    const visit = {
      type: 'VITALS',
      occurredAt: '2024-05-10T10:00:00Z',
      description: 'Dizzy',
      vital: { systolic: 124, diastolic: 76, heightCm: 154.8 },
    };
    expect((await app.as('nurse').post(`/patients/${patientId}/health-records`, visit)).status).toBe(201);
    const { body } = await app.as('nurse').get(`/patients/${patientId}/vitals?kind=bloodPressure`);
    expect(body.series[0].points).toEqual([
      expect.objectContaining({
        systolic: 124,
        diastolic: 76,
        class: 'stage-1',
        isAbnormal: true,
        bands: { systolic: { p50: 105, p90: 118, p95: 122 }, diastolic: { p50: 62, p90: 75, p95: 78 } },
      }),
    ]);
  });

  it('refuses kinds and dates that do not exist, and patients out of reach', async () => {
    expect((await app.as('nurse').get(`/patients/${patientId}/vitals?kind=aura`)).status).toBe(400);
    expect((await app.as('nurse').get(`/patients/${patientId}/vitals?from=2024-02-30`)).status).toBe(400);
    expect((await app.as('nurse', 'riverside').get(`/patients/${patientId}/vitals`)).status).toBe(404);
  });
});
