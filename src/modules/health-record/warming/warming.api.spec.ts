import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/database/new-id.js';
import { TieredCache } from '../../../platform/cache/index.js';
import { eventually } from '../../../testing/eventually.js';
import { testApp, type TestApp } from '../../../testing/test-app.js';
import { WarmingRepository } from './warming.repository.js';

describe('warming the cache', () => {
  let app: TestApp;
  let patientId: string;
  beforeAll(async () => {
    // Without a first tier, what is found must have been put where every process finds it.
    app = await testApp({ CACHE_L1_MAX_SIZE: '0' });
    ({ patientId } = app.people.organizations.lincoln);
    await eventually(
      () => app.get(TieredCache).stats().l2.connected,
      (connected) => connected,
    );
  });
  afterAll(() => app.close());

  const ROUTES = ['summary', 'allergies', 'chronic-conditions', 'vaccinations'];
  const tiers = async (id: string, organization: 'lincoln' | 'riverside' = 'lincoln') => {
    const clinician = app.as('clinician', organization);
    const answers = await Promise.all(ROUTES.map((route) => clinician.get(`/patients/${id}/${route}`)));
    return answers.map(({ headers }) => headers.get('x-cache'));
  };

  it('puts the summary and the first lists of one patient where the next reader finds them', async () => {
    const { status } = await app.as('ops').post('/health/cache/warm', { patientId });
    expect(status).toBe(204);
    expect(await tiers(patientId)).toEqual(ROUTES.map(() => 'L2'));
  });

  it('never puts there what a write made stale', async () => {
    await app.as('nurse').post(`/patients/${patientId}/allergies`, { allergen: 'Peanut', severity: 'SEVERE' });
    expect(await tiers(patientId)).toEqual(ROUTES.map(() => 'MISS'));
    const { body } = await app.as('clinician').get(`/patients/${patientId}/summary`);
    expect(body.allergies).toMatchObject([{ allergen: 'Peanut' }]);
  });

  it('takes on everybody who is likely to be asked for when no patient is named', async () => {
    const other = app.people.organizations.riverside.patientId;
    await app
      .as('nurse', 'riverside')
      .post(`/patients/${other}/allergies`, { allergen: 'Latex', severity: 'LIFE_THREATENING' });
    const { status } = await app.as('ops').post('/health/cache/warm', {});
    expect(status).toBe(202);
    await eventually(
      () => tiers(other, 'riverside'),
      (found) => found.every((tier) => tier === 'L2'),
    );
  });

  it('tells patients that there are not, and refuses what is no id', async () => {
    expect((await app.as('ops').post('/health/cache/warm', { patientId: newId() })).status).toBe(404);
    expect((await app.as('ops').post('/health/cache/warm', { patientId: 'Ottilie' })).status).toBe(400);
    expect((await app.as('nurse').post('/health/cache/warm', {})).status).toBe(403);
  });

  it('names each patient once, the likeliest first', async () => {
    const found = await app.get(WarmingRepository).worthWarming();
    expect(new Set(found).size).toBe(found.length);
    await app.as('nurse').post(`/patients/${patientId}/health-records`, {
      type: 'NOTE',
      occurredAt: '2026-11-01T08:00:00Z',
      description: 'Seen today',
    });
    expect((await app.get(WarmingRepository).worthWarming())[0]).toBe(patientId);
  });
});
