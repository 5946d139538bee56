import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '../../platform/access/actor.js';
import { newId } from '../../platform/database/new-id.js';
import { testApp, type TestApp } from '../../testing/test-app.js';
import { OrganizationCounts, type CountedFigure } from './organization-counts.js';
import { scopeOf } from './scope.js';

const FIGURE: CountedFigure = {
  name: 'patients of a test',
  sql: `SELECT organization_id, 'patients' AS series, '' AS type, 0 AS bar FROM reachable`,
  values: [],
  bars: 1,
};

describe('the counts of organizations', () => {
  let app: TestApp;
  let superadmin: Actor;

  beforeAll(async () => {
    app = await testApp();
    const { id } = app.people.organizations.lincoln;
    superadmin = { userId: newId(), sessionId: newId(), role: 'superadmin', organizationId: id };
  });
  afterAll(() => app.close());

  const count = async () => {
    const counts = app.get(OrganizationCounts);
    const { tallies } = await counts.of(scopeOf(superadmin), FIGURE);
    await counts.whenKept();
    return tallies.reduce((sum, { counts }) => sum + counts[0]!, 0);
  };
  const keepFalsely = (counts: object[], school: 'lincoln' | 'riverside') =>
    app.database.sql(`UPDATE organization_counts SET counts = $1 WHERE organization_id = $2 AND figure = $3`, [
      JSON.stringify(counts),
      app.people.organizations[school].id,
      FIGURE.name,
    ]);

  it('count after a write only the organization that was written to', async () => {
    expect(await count()).toBe(2);
    // What is planted here shows which organization is counted, and which is told from what was kept.
    await keepFalsely([{ series: 'patients', type: '', counts: [1000] }], 'riverside');
    await keepFalsely([{ series: 'patients', type: '', counts: [1000] }], 'lincoln');
    const { status } = await app.as('nurse').post('/patients', {
      mrn: 'COUNTED-1',
      givenName: 'Testa',
      familyName: 'Secunda',
      birthDate: '2013-01-02',
      sex: 'female',
      organizationId: app.people.organizations.lincoln.id,
    });
    expect(status).toBe(201);
    expect(await count()).toBe(1002);
  });

  it('never replace what was counted later by what was counted earlier', async () => {
    const { id } = app.people.organizations.riverside;
    await app.database.sql(
      `UPDATE organization_counts SET version = 9, counted_at = now() - interval '1 hour' WHERE organization_id = $1`,
      [id],
    );
    expect(await count()).toBe(3);
    const [row] = await app.database.sql<{ counts: { counts: number[] }[] }>(
      `SELECT counts FROM organization_counts WHERE organization_id = $1 AND version = 9`,
      [id],
    );
    expect(row?.counts[0]?.counts).toEqual([1000]);
  });

  it('are counted anew after a while, for a process that died before it raised the version', async () => {
    await app.database.sql(`UPDATE organization_counts SET version = 0, counted_at = now() - interval '1 hour'`);
    await keepFalsely([], 'riverside');
    expect(await count()).toBe(3);
  });
});
