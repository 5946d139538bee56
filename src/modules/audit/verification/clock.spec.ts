import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { newId } from '../../../platform/database/new-id.js';
import { testApp, type TestApp } from '../../../testing/test-app.js';
import { addMonths, monthOf } from '../partitions/months.rules.js';
import { Sealer } from '../seals/sealer.js';
import { AuditTrail } from '../trail/audit-trail.js';
import { TrailWriter } from '../trail/trail-writer.js';
import { TrailVerifier } from './verifier.js';

const HOUR_MS = 3_600_000;
const BURST = 70;

let app: TestApp;
/** The first instant of the next calendar month. */
let turn: number;

beforeAll(async () => {
  app = await testApp();
  turn = Date.parse(`${addMonths(monthOf(new Date()), 1)}-01T00:00:00Z`);
});
afterEach(() => void jest.restoreAllMocks());
afterAll(() => app.close());

function clockSays(instant: number): void {
  jest.spyOn(Date, 'now').mockReturnValue(instant);
}

/** Events of one instant of the clock, enough for both lanes. */
function record(resourceId: string): Promise<unknown> {
  const trail = app.get(AuditTrail);
  return Promise.all(
    Array.from({ length: BURST }, () => trail.record({ action: 'read', resource: 'allergy', resourceId })),
  );
}

async function monthsOf(resourceId: string): Promise<string[]> {
  const rows = await app.database.sql<{ month: string; count: number }>(
    `SELECT to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month, count(*)::int AS count FROM audit_events
      WHERE resource_id = $1 GROUP BY 1 ORDER BY 1`,
    [resourceId],
  );
  return rows.map(({ month, count }) => `${month}: ${count}`);
}

describe('the trail', () => {
  it('keeps the events of both sides of a turn of the month in their months, and verifies', async () => {
    const resourceId = newId();
    clockSays(turn - 1);
    const before = record(resourceId);
    clockSays(turn);
    await Promise.all([before, record(resourceId)]);
    await app.get(TrailWriter).settle();
    const [last, first] = [monthOf(new Date(turn - 1)), monthOf(new Date(turn))];
    expect(await monthsOf(resourceId)).toEqual([`${last}: ${BURST}`, `${first}: ${BURST}`]);
    expect(await app.get(TrailVerifier).verify()).toMatchObject({ findings: [], isIntact: true, pendingBatches: 0 });
  });

  it('goes on when the clock goes back an hour and into the month before, and verifies', async () => {
    const resourceId = newId();
    await app.get(Sealer).sealDay(new Date(turn));
    clockSays(turn - HOUR_MS);
    await record(resourceId);
    await app.get(TrailWriter).settle();
    expect(await monthsOf(resourceId)).toEqual([`${monthOf(new Date(turn))}: ${BURST}`]);
    expect(await app.get(TrailVerifier).verify()).toMatchObject({ findings: [], isIntact: true, pendingBatches: 0 });
    jest.restoreAllMocks();
    expect(await app.get(TrailVerifier).verify()).toMatchObject({ findings: [], isIntact: true, pendingBatches: 0 });
  });
});
