import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { newId } from '../../../platform/database/new-id.js';
import { testApp, type TestApp } from '../../../testing/test-app.js';
import { AuditTrail } from '../trail/audit-trail.js';
import { TrailWriter } from '../trail/trail-writer.js';
import type { Verdict } from './findings.js';
import { TrailVerifier } from './verifier.js';

const EVENTS = 600;

let app: TestApp;
let superuser: Client;

beforeAll(async () => {
  app = await testApp();
  superuser = new Client({ connectionString: app.database.ownerUrl });
  await superuser.connect();
  await superuser.query("SET session_replication_role = 'replica'");
  const trail = app.get(AuditTrail);
  const read = () => trail.record({ action: 'read', resource: 'allergy', resourceId: newId() });
  for (let round = 0; round < 6; round++) await Promise.all(Array.from({ length: EVENTS / 6 }, read));
  await app.get(TrailWriter).settle();
});

afterAll(async () => {
  await superuser.end();
  await app.close();
});

/** Writes all events anew, ordered so, as a restored copy or `CLUSTER` might leave them. */
async function layOut(order: string): Promise<void> {
  await superuser.query('CREATE TEMPORARY TABLE moved AS TABLE audit_events');
  await superuser.query('DELETE FROM audit_events');
  await superuser.query(`INSERT INTO audit_events SELECT * FROM moved ORDER BY ${order}`);
  await superuser.query('DROP TABLE moved');
}

function verify(): Promise<Verdict> {
  return app.get(TrailVerifier).verify();
}

describe('a trail verifies in whatever order its rows lie', () => {
  it.each(['batch_id, ordinal', 'id DESC', 'ordinal, batch_id', 'md5(id::text)'])('%s', async (order) => {
    await layOut(order);
    expect(await verify()).toMatchObject({ isIntact: true, findings: [], events: EVENTS });
  });

  it('and names each event once that was changed, wherever it lies', async () => {
    const { rows } = await superuser.query<{ id: string }>(
      `UPDATE audit_events SET outcome = 'denied' WHERE id IN (SELECT id FROM audit_events ORDER BY md5(id::text) LIMIT 3) RETURNING id`,
    );
    const { findings, findingCount, events } = await verify();
    expect(new Set(findings.map(({ kind, eventId }) => `${kind} ${eventId}`))).toEqual(
      new Set(rows.map(({ id }) => `event-changed ${id}`)),
    );
    expect({ findingCount, events }).toEqual({ findingCount: 3, events: EVENTS });
  });
});
