import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TieredCache } from '../../../platform/cache/index.js';
import { eventually } from '../../../testing/eventually.js';
import { testApp, type TestApp } from '../../../testing/test-app.js';

describe('what a write made stale', () => {
  let app: TestApp;
  let patientId: string;
  beforeAll(async () => {
    app = await testApp({ CACHE_WARMING_ENABLED: 'true' });
    ({ patientId } = app.people.organizations.lincoln);
  });
  afterAll(() => app.close());

  const open = (route: string) => app.as('clinician').get(`/patients/${patientId}/${route}`);
  const write = (allergen: string) =>
    app.as('nurse').post(`/patients/${patientId}/allergies`, { allergen, severity: 'MILD' });
  const entries = () => app.get(TieredCache).stats().l1.entries;

  it('is loaded again where somebody has just looked at it, and shows the write', async () => {
    for (const route of ['summary', 'allergies', 'vitals', 'health-records']) await open(route);
    const before = entries();
    expect((await write('Peanut')).status).toBe(201);
    expect(entries()).toBeLessThan(before);
    await eventually(entries, (count) => count >= before);
    for (const route of ['summary', 'allergies', 'vitals', 'health-records']) {
      expect((await open(route)).headers.get('x-cache')).toBe('L1');
    }
    expect((await open('summary')).body).toMatchObject({ allergies: [{ allergen: 'Peanut' }] });
    expect((await open('allergies')).body).toMatchObject({ items: [{ allergen: 'Peanut' }] });
  });

  it('is what the last of two writes left, though the first was being loaded', async () => {
    await open('allergies');
    await Promise.all([write('Latex'), write('Egg')]);
    const { body } = await open('allergies');
    expect((body as { items: unknown[] }).items).toHaveLength(3);
  });

  it('is left alone where nobody has looked', async () => {
    const other = app.people.organizations.riverside.patientId;
    const before = entries();
    await app.as('nurse', 'riverside').post(`/patients/${other}/allergies`, { allergen: 'Peanut', severity: 'MILD' });
    await write('Milk');
    await eventually(entries, (count) => count >= before);
    const answer = await app.as('clinician', 'riverside').get(`/patients/${other}/summary`);
    expect(answer.headers.get('x-cache')).toBe('MISS');
  });
});
