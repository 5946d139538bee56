import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../../testing/test-app.js';
import type { SearchHit } from './search.service.js';

describe('GET /health-records/search', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await testApp();
    for (const name of ['lincoln', 'riverside'] as const) {
      await write(
        name,
        'Wheezing after recess, used inhaler',
        'Albuterol inhaler, inhaler technique reviewed',
        'Nurse Lindqvist',
      );
      await write(name, 'Scraped knee', 'Cleaned; the inhaler was not needed', null);
      await write(name, 'Vision screening', null, 'Nurse Okafor');
    }
  });
  afterAll(() => app.close());

  async function write(
    school: 'lincoln' | 'riverside',
    description: string,
    notes: string | null,
    provider: string | null,
  ) {
    await app.database.sql(
      `INSERT INTO health_records (id, patient_id, type, occurred_at, description, notes, provider)
       VALUES (gen_random_uuid(), $1, 'ILLNESS', now(), $2, $3, $4)`,
      [app.people.organizations[school].patientId, description, notes, provider],
    );
  }

  const find = (q: string, more = '') =>
    app.as('nurse').get(`/health-records/search?q=${encodeURIComponent(q)}${more}`);

  it('finds by description, notes and provider, the best first, and marks where', async () => {
    const { status, body } = await find('inhalers');
    expect(status).toBe(200);
    expect(body.items.map(({ description }: SearchHit) => description)).toEqual([
      'Wheezing after recess, used inhaler',
      'Scraped knee',
    ]);
    expect(body.items[0].highlights.description).toEqual([
      { text: 'Wheezing after recess, used ', isMatch: false },
      { text: 'inhaler', isMatch: true },
    ]);
    expect(body.items[1].highlights).toEqual({
      notes: [
        { text: 'Cleaned; the ', isMatch: false },
        { text: 'inhaler', isMatch: true },
        { text: ' was not needed', isMatch: false },
      ],
    });
    expect((await find('okafor')).body.items).toHaveLength(1);
  });

  it('finds only in reach', async () => {
    const { patientId } = app.people.organizations.lincoln;
    const { body } = await find('inhaler or knee or vision');
    expect(new Set(body.items.map((hit: SearchHit) => hit.patientId))).toEqual(new Set([patientId]));
    const own = await app.as('patient', 'riverside').get('/health-records/search?q=inhaler');
    expect(own.body.items).toHaveLength(2);
    expect(own.body.items[0].patientId).toBe(app.people.organizations.riverside.patientId);
    expect((await app.as('receptionist').get('/health-records/search?q=inhaler')).status).toBe(403);
  });

  it.each([
    ['only stop words', 'the and of a'],
    ['operators', `& | ! ( ) <-> :* 'a' "unclosed -`],
    ['a wildcard and a backslash', '% _ \\ %%'],
    ['code', `'; DROP TABLE health_records; --`],
    ['10 kB of words', 'inhaler wheezing '.repeat(600)],
    ['one word of 10 kB', 'x'.repeat(10_000)],
    ['lone surrogates and emoji', '🫁 \uFFFD é ß'],
    ['only quotes', '""""""'],
  ])('answers %s without an error', async (_what, q) => {
    const { status, body } = await find(q);
    expect(status).toBe(200);
    expect(Array.isArray(body.items)).toBe(true);
  });

  it('takes phrases, either-or, and what must not be there', async () => {
    expect((await find('"used inhaler"')).body.items).toHaveLength(1);
    expect((await find('inhaler -knee')).body.items).toHaveLength(1);
    expect((await find('knee or vision')).body.items).toHaveLength(2);
    expect((await find('inhaler', '&type=INJURY')).body.items).toHaveLength(0);
  });

  it('pages by key through every window of matches, each once', async () => {
    const { patientId } = app.people.organizations.lincoln;
    await app.database.sql(
      `INSERT INTO health_records (id, patient_id, type, occurred_at, description)
       SELECT gen_random_uuid(), $1, 'NOTE', '2020-01-01'::timestamptz + n * interval '1 minute',
              'Zebra ' || n || CASE WHEN n % 3 = 0 THEN ' zebra zebra' ELSE '' END
         FROM generate_series(1, 2300) AS n`,
      [patientId],
    );
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await find('zebra', `&limit=400${cursor ? `&cursor=${cursor}` : ''}`);
      expect(page.status).toBe(200);
      seen.push(...page.body.items.map(({ id }: SearchHit) => id));
      cursor = page.body.nextCursor as string | null;
    }
    expect(seen).toHaveLength(2300);
    expect(new Set(seen).size).toBe(2300);
    expect((await find('zebra', '&cursor=nonsense')).status).toBe(400);
  });

  const timesTold = async () => {
    const [{ count }] = (await app.database.sql(
      `SELECT count(*)::int AS count FROM audit_events WHERE action = 'search' AND resource_type = 'health-record' AND patient_id = $1`,
      [app.people.organizations.lincoln.patientId],
    )) as [{ count: number }];
    return count;
  };

  it('tells the audit trail of each patient that was shown, also from the cache', async () => {
    await find('screening');
    const before = await timesTold();
    expect(before).toBeGreaterThan(0);
    const again = await find('screening');
    expect(again.headers.get('x-cache')).toBe('L1');
    expect(again.body.items).toHaveLength(1);
    expect(await timesTold()).toBe(before + 1);
  });

  it('keeps what matched for its own reach and question, by time alone', async () => {
    const { headers } = await find('recess');
    expect(headers.get('x-cache')).toBe('MISS');
    expect(headers.get('server-timing')).toMatch(/^cache;desc="MISS", age;dur=\d+$/);
    await write('lincoln', 'Fell at recess', null, null);
    const kept = await find('recess');
    expect(kept.headers.get('x-cache')).toBe('L1');
    expect(kept.body.items).toHaveLength(1);
    expect((await find('recess', '&limit=7')).body.items).toHaveLength(2);
    const other = await app.as('nurse', 'riverside').get('/health-records/search?q=recess');
    expect(other.headers.get('x-cache')).toBe('MISS');
    expect(other.body.items).toHaveLength(1);
  });

  it.each([
    ['corrected', `UPDATE health_records SET description = 'No more', version = version + 1 WHERE description = $1`],
    ['retired', 'UPDATE health_records SET retired_at = now() WHERE description = $1'],
    [
      'moved out of reach with its patient',
      `UPDATE patients SET organization_id = (SELECT organization_id FROM patients WHERE id = '$riverside')
        WHERE id IN (SELECT patient_id FROM health_records WHERE description = $1)`,
    ],
  ])('shows nothing from the cache that was %s', async (what, change) => {
    const { lincoln, riverside } = app.people.organizations;
    const word = `quokka${what.length}`;
    const [patient] = await app.database.sql<{ id: string }>(
      `INSERT INTO patients (id, organization_id, mrn, given_name, family_name, birth_date, sex)
       VALUES (gen_random_uuid(), $1, $2, 'Q', 'K', '2015-01-01', 'female') RETURNING id`,
      [lincoln.id, word],
    );
    await app.database.sql(
      `INSERT INTO health_records (id, patient_id, type, occurred_at, description) VALUES (gen_random_uuid(), $1, 'NOTE', now(), $2)`,
      [patient?.id, word],
    );
    expect((await find(word)).body.items).toHaveLength(1);
    await app.database.sql(change.replace('$riverside', riverside.patientId), [word]);
    const { headers, body } = await find(word);
    expect(headers.get('x-cache')).toBe('MISS');
    expect(body.items).toEqual([]);
  });
});
