import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/database/new-id.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { testApp, type TestApp } from '../../../testing/test-app.js';
import { AuditTrail } from '../trail/audit-trail.js';
import { TrailWriter } from '../trail/trail-writer.js';
import { TrailVerifier } from '../verification/verifier.js';
import { OrphanBatches } from './orphan-batches.js';

/** Batches of transactions that committed in a process which was killed before it linked them. */
describe('batches left without a link', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await testApp();
    const writer = app.get(TrailWriter);
    const genuine = writer.adopt.bind(writer);
    writer.adopt = () => undefined;
    await app.get(UnitOfWork).run(async () => {
      app.get(AuditTrail).within({ action: 'create', resource: 'allergy', resourceId: newId() });
    });
    writer.adopt = genuine;
  });
  afterAll(() => app.close());

  const verdict = () => app.get(TrailVerifier).verify();

  it('are waiting, not missing, as long as they are young', async () => {
    expect(await verdict()).toMatchObject({ isIntact: true, events: 1, pendingBatches: 1 });
    expect(await app.get(OrphanBatches).adopt()).toBe(0);
  });

  it('are linked by the next who looks, once', async () => {
    const later = Date.now() + 120_000;
    expect(await app.get(OrphanBatches).adopt(later)).toBe(1);
    await app.get(TrailWriter).settle();
    expect(await app.get(OrphanBatches).adopt(later)).toBe(0);
    expect(await verdict()).toMatchObject({ isIntact: true, events: 1, pendingBatches: 0 });
  });
});
