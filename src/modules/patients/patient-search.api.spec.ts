import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../testing/test-app.js';

interface Line {
  id: string;
  givenName: string;
  familyName: string;
}

describe('GET /patients?search=', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await testApp();
    for (const school of ['lincoln', 'riverside'] as const) {
      await app.database.sql(
        `INSERT INTO patients (id, organization_id, mrn, given_name, family_name, birth_date, sex)
         SELECT gen_random_uuid(), $1, 'S-' || n, given, family, '2014-05-05', 'unknown'
           FROM unnest(ARRAY['John', 'Joan', 'Jon', 'John', 'Zoë', 'María José', 'Sinéad', 'Micheal', 'Li'],
                       ARRAY['Smith', 'Smart', 'Smithers', 'Johnson', 'O''Brien-Núñez', 'García López', 'O’Connor', 'Mitchell', 'Wu'])
                WITH ORDINALITY AS people (given, family, n)`,
        [app.people.organizations[school].id],
      );
    }
  });
  afterAll(() => app.close());

  const find = async (search: string, more = '') => {
    const { status, body } = await app.as('nurse').get(`/patients?search=${encodeURIComponent(search)}${more}`);
    expect(status).toBe(200);
    return body.items.map(({ givenName, familyName }: Line) => `${givenName} ${familyName}`) as string[];
  };

  it.each([
    ['Jonh Smtih', 'John Smith'],
    ['smith john', 'John Smith'],
    ['Jo Smi', 'John Smith'],
    ['Smyth', 'John Smith'],
    ['zoe obrien', "Zoë O'Brien-Núñez"],
    ['nunez', "Zoë O'Brien-Núñez"],
    ['Gracia Maria', 'María José García López'],
    ['sinead oconor', 'Sinéad O’Connor'],
    ['Michael Mittchell', 'Micheal Mitchell'],
    ['wu', 'Li Wu'],
  ])('finds for %j first %s', async (typed, meant) => {
    expect((await find(typed))[0]).toBe(meant);
  });

  it('puts the very name before one that begins like it', async () => {
    expect((await find('john')).slice(0, 2)).toEqual(expect.arrayContaining(['John Smith', 'John Johnson']));
    expect(await find('john smith')).toEqual(['John Smith']);
  });

  it('finds an MRN exactly, and nobody out of reach', async () => {
    expect(await find('S-5')).toEqual(["Zoë O'Brien-Núñez"]);
    const answer = await app.as('nurse').get('/patients?search=Smith');
    expect(new Set(answer.body.items.map(({ organizationId }: { organizationId: string }) => organizationId))).toEqual(
      new Set([app.people.organizations.lincoln.id]),
    );
  });

  it.each(['%', '_', "'; --", '\\', '   ', '💉', '!!!', 'x'.repeat(200)])(
    'answers %j without an error',
    async (typed) => {
      await find(typed);
    },
  );

  it('pages through equals, each once', async () => {
    await app.database.sql(
      `INSERT INTO patients (id, organization_id, mrn, given_name, family_name, birth_date, sex)
       SELECT gen_random_uuid(), $1, 'T-' || n, 'Twin', 'Equal', '2015-01-01', 'female' FROM generate_series(1, 25) AS n`,
      [app.people.organizations.lincoln.id],
    );
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await app.as('nurse').get(`/patients?search=twin%20equal&limit=10${cursor}`);
      seen.push(...body.items.map(({ id }: Line) => id));
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    expect(seen).toHaveLength(25);
    expect(new Set(seen).size).toBe(25);
  });
});
