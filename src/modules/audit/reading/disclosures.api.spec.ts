import { afterAll, beforeAll, expect, it, describe } from '@jest/globals';
import { type TestApp, testApp } from '../../../testing/test-app.js';
import type { Disclosure } from './disclosures.rules.js';

describe('who saw a patient', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await testApp();
  });
  afterAll(() => app.close());

  async function register(mrn: string): Promise<string> {
    const person = { givenName: 'Ana', familyName: 'García', birthDate: '2014-03-05', sex: 'female' };
    const organizationId = app.people.organizations.lincoln.id;
    return (await app.as('nurse').post('/patients', { organizationId, mrn, ...person })).body.id as string;
  }

  /** All of them, read in pages of three. */
  async function disclosures(patientId: string, role: 'org-admin' | 'patient' = 'org-admin'): Promise<Disclosure[]> {
    const all: Disclosure[] = [];
    for (let cursor = ''; ;) {
      const { status, body } = await app.as(role).get(`/audit/patients/${patientId}/disclosures?limit=3${cursor}`);
      expect(status).toBe(200);
      all.push(...(body.items as Disclosure[]));
      if (body.nextCursor === null) return all;
      cursor = `&cursor=${body.nextCursor as string}`;
    }
  }

  const looks = (list: Disclosure[]) =>
    list.filter(({ what }) => what.startsWith('looked at name')).map(({ role, mergedMrn }) => [role, mergedMrn]);

  it('includes who saw the registration that was merged into it, marked as such, until that is undone', async () => {
    const [survivor, duplicate] = [await register('SEEN-1'), await register('SEEN-2')];
    await app.as('clinician').get(`/patients/${duplicate}`);
    await app.as('nurse').get(`/patients/${survivor}`);
    await app.as('receptionist').get(`/patients/${duplicate}`);
    const own = [['nurse', null]];
    expect(looks(await disclosures(survivor))).toEqual(own);

    const { body: merge } = await app.as('nurse').post(`/patients/${survivor}/merges`, { duplicateId: duplicate });
    const seen = (await disclosures(survivor)).filter(({ what }) => !what.endsWith('this list'));
    expect(looks(seen)).toEqual([['receptionist', 'SEEN-2'], ...own, ['clinician', 'SEEN-2']]);
    expect(seen.map(({ eventId }) => eventId)).toEqual(
      [...new Set(seen.map(({ eventId }) => eventId))].sort().reverse(),
    );
    const page = await app.as('org-admin').get(`/audit/patients/${survivor}/disclosures`, { accept: 'text/html' });
    expect(page.text).toContain('(registered a second time, as SEEN-2)');

    await app.as('nurse').post(`/patients/${survivor}/merges/${merge.id}/undo`);
    expect(looks(await disclosures(survivor))).toEqual(own);
    expect(looks(await disclosures(duplicate))).toEqual([
      ['receptionist', null],
      ['clinician', null],
    ]);
  });

  it('is told to the patient also of the organization that the record was moved from, to the new one only of its own', async () => {
    const { patientId } = app.people.organizations.lincoln;
    await app.as('nurse').get(`/patients/${patientId}`);
    const organizationId = app.people.organizations.riverside.id;
    expect((await app.as('superadmin').post(`/patients/${patientId}/transfer`, { organizationId })).status).toBe(200);
    await app.as('clinician', 'riverside').get(`/patients/${patientId}`);
    expect(looks(await disclosures(patientId, 'patient'))).toEqual([
      ['clinician', null],
      ['nurse', null],
    ]);
    const { body } = await app.as('org-admin', 'riverside').get(`/audit/patients/${patientId}/disclosures`);
    expect(looks(body.items)).toEqual([['clinician', null]]);
  });
});
