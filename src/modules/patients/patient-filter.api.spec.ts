import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../testing/test-app.js';

describe('the filters of the worklist', () => {
  let app: TestApp;
  let organizationId: string;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    app = await testApp();
    organizationId = app.people.organizations.lincoln.id;
    for (const [givenName, grade] of [
      ['Anna', '3'],
      ['Bert', 'K'],
      ['Cleo', '3'],
      ['Dora', '4'],
    ] as const) {
      const values = {
        mrn: `F-${givenName}`,
        givenName,
        familyName: 'Filter',
        birthDate: '2014-05-05',
        sex: 'unknown',
      };
      const { status, body } = await app.as('nurse').post('/patients', { organizationId, grade, ...values });
      expect(status).toBe(201);
      ids[givenName] = body.id;
    }
    await record('Anna', 'allergies', { allergen: 'Peanut', severity: 'LIFE_THREATENING' });
    await record('Bert', 'allergies', { allergen: 'Latex', severity: 'SEVERE' });
    await record('Cleo', 'allergies', { allergen: 'Dust', severity: 'MILD' });
    await record('Dora', 'allergies', { allergen: 'Bee', severity: 'SEVERE', active: false });
    await record('Dora', 'chronic-conditions', { name: 'Asthma', status: 'ACTIVE' });
    await app.database.sql(`UPDATE chronic_conditions SET updated_at = now() - interval '13 months'`);
  });
  afterAll(() => app.close());

  async function record(who: string, collection: string, values: object): Promise<void> {
    expect((await app.as('nurse').post(`/patients/${ids[who]}/${collection}`, values)).status).toBe(201);
  }

  const found = async (query: string, role: 'nurse' | 'org-admin' = 'nurse') => {
    const { status, body } = await app.as(role).get(`/patients?${query}`);
    expect(status).toBe(200);
    return (body.items as { givenName: string }[]).map(({ givenName }) => givenName);
  };

  it.each([
    ['grade=3', ['Anna', 'Cleo']],
    ['grade=k', ['Bert']],
    ['need=severe-allergy', ['Anna', 'Bert']],
    ['need=action-plan', ['Anna']],
    ['need=review', ['Dora']],
    ['need=severe-allergy&grade=3', ['Anna']],
    ['search=filter&grade=3', ['Anna', 'Cleo']],
    ['search=Bert Filter&need=severe-allergy', ['Bert']],
    ['search=filter&need=review', ['Dora']],
  ])('%s finds %j', async (query, expected) => {
    expect((await found(query)).sort()).toEqual(expected);
  });

  it('narrow to an organization and those under it, never beyond the reach', async () => {
    const { districtId } = app.people.organizations.lincoln;
    expect(await found(`organizationId=${organizationId}&need=action-plan`)).toEqual(['Anna']);
    expect(await found(`organizationId=${districtId}&need=action-plan`)).toEqual(['Anna']);
    expect(await found(`organizationId=${app.people.organizations.riverside.id}`)).toEqual([]);
  });

  it('page by key within a filter', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await app.as('nurse').get(`/patients?need=severe-allergy&limit=1${more}`);
      seen.push(...(body.items as { givenName: string }[]).map(({ givenName }) => givenName));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(['Anna', 'Bert']);
  });

  it('tell what patients have to none but those who see it', async () => {
    expect(await found('grade=3', 'org-admin')).toEqual(['Anna', 'Cleo']);
    for (const role of ['org-admin', 'receptionist'] as const)
      expect((await app.as(role).get('/patients?need=severe-allergy')).status).toBe(403);
    expect((await app.as('nurse').get('/patients?need=anything')).status).toBe(400);
  });
});
