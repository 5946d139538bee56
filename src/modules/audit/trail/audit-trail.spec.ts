import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hash } from 'node:crypto';
import { newId } from '../../../platform/database/new-id.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { testApp, type TestApp } from '../../../testing/test-app.js';
import type { AuditEvent } from '../events/audit-event.js';
import { EVENT_COLUMNS } from '../events/canonical-row.rules.js';
import { AuditTrail } from './audit-trail.js';

let app: TestApp;
let trail: AuditTrail;
let unitOfWork: UnitOfWork;

beforeAll(async () => {
  app = await testApp();
  trail = app.get(AuditTrail);
  unitOfWork = app.get(UnitOfWork);
});
afterAll(() => app.close());

function patient() {
  const { id, patientId } = app.people.organizations.lincoln;
  return { id: patientId, organizationId: id };
}

async function eventsOf(resourceId: string): Promise<Record<string, unknown>[]> {
  return app.database.sql('SELECT * FROM audit_events WHERE resource_id = $1', [resourceId]);
}

describe('record', () => {
  it('is durable when it resolves, whatever the texts hold', async () => {
    const resourceId = newId();
    await trail.record({
      action: 'read',
      resource: 'allergy',
      resourceId,
      patient: patient(),
      detail: { path: 'C:\\x\ty\n' },
    });
    const [event] = await eventsOf(resourceId);
    expect(event).toMatchObject({
      action: 'read',
      resource_type: 'allergy',
      patient_id: patient().id,
      outcome: 'success',
    });
    expect(JSON.parse(event?.['detail'] as string)).toEqual({ path: 'C:\\x\ty\n' });
  });

  it('shares one batch between the events of an instant', async () => {
    const ids = Array.from({ length: 50 }, newId);
    await Promise.all(ids.map((resourceId) => trail.record({ action: 'read', resource: 'summary', resourceId })));
    const rows = await app.database.sql<{ batch_id: string }>(
      'SELECT DISTINCT batch_id FROM audit_events WHERE resource_id = ANY($1::uuid[])',
      [ids],
    );
    expect(rows.length).toBeLessThan(5);
  });

  it('refuses an event with an id that is none, and keeps the others', async () => {
    const resourceId = newId();
    const results = await Promise.allSettled([
      trail.record({ action: 'read', resource: 'allergy', resourceId }),
      Promise.resolve().then(() => trail.record({ action: 'read', resource: 'allergy', resourceId: "x'\t" })),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await eventsOf(resourceId)).toHaveLength(1);
  });

  it('tells its event also when the unit of work around it rolls back', async () => {
    const resourceId = newId();
    const failing = unitOfWork.run(async () => {
      await trail.record({ action: 'read', resource: 'allergy', resourceId });
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    expect(await eventsOf(resourceId)).toHaveLength(1);
  });
});

describe('within', () => {
  const change = (resourceId: string): AuditEvent => ({
    action: 'update',
    resource: 'allergy',
    resourceId,
    patient: patient(),
    previous: { severity: 'MILD' },
    next: { severity: 'SEVERE', notes: 'öß' },
  });

  it('commits with the unit of work, its values sealed', async () => {
    const resourceId = newId();
    await unitOfWork.run(async () => trail.within(change(resourceId)));
    const [event] = await eventsOf(resourceId);
    const sealed = event?.['sealed'] as Buffer;
    expect(sealed).toBeInstanceOf(Buffer);
    expect(sealed.includes('SEVERE')).toBe(false);
  });

  it('rolls back with it, and leaves no batch behind', async () => {
    const resourceId = newId();
    const before = await app.database.sql('SELECT id FROM audit_batches');
    const failing = unitOfWork.run(async () => {
      trail.within(change(resourceId));
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    expect(await eventsOf(resourceId)).toHaveLength(0);
    expect(await app.database.sql('SELECT id FROM audit_batches')).toHaveLength(before.length);
  });

  it('needs a unit of work', () => {
    expect(() => trail.within(change(newId()))).toThrow('unit of work');
  });
});

describe('withinForPatients', () => {
  it('leaves one event for each patient, in batches whose digest is that of the rows', async () => {
    const importId = newId();
    const count = await unitOfWork.run(() =>
      trail.withinForPatients(
        { action: 'import', resource: 'import', resourceId: importId, detail: { type: "o'clock\\" } },
        {
          sql: 'SELECT gen_random_uuid() AS patient_id, $1::uuid AS organization_id FROM generate_series(1, $2::int)',
          values: [patient().organizationId, 12_000],
        },
      ),
    );
    expect(count).toBe(12_000);
    const events = await app.database.sql('SELECT id FROM audit_events WHERE resource_id = $1', [importId]);
    expect(events).toHaveLength(12_000);
    await expectDigestsToMatch(importId, 3);
  });
});

async function expectDigestsToMatch(resourceId: string, batchCount: number): Promise<void> {
  await app.database.sql("SET TimeZone = 'UTC'");
  const line = EVENT_COLUMNS.map((column) => `coalesce(replace(e.${column}::text, '\\', '\\\\'), '\\N')`).join(', ');
  const rows = await app.database.sql<{ id: string; line: string; digest: Buffer }>(
    `SELECT b.id, concat_ws(E'\\t', ${line}) AS line, b.digest FROM audit_events e JOIN audit_batches b ON b.id = e.batch_id
      WHERE resource_id = $1 ORDER BY b.id, ordinal`,
    [resourceId],
  );
  const batches = Map.groupBy(rows, ({ id }) => id);
  expect(batches.size).toBe(batchCount);
  for (const batch of batches.values()) {
    const hashes = Buffer.concat(batch.map(({ line }) => hash('sha256', line, 'buffer')));
    expect(hash('sha256', hashes, 'hex')).toBe(batch[0]?.digest.toString('hex'));
  }
}
