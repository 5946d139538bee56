import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testApp, type TestApp } from '../../testing/test-app.js';
import { VerificationResults } from './verification-results.js';
import type { Verdict } from './verification/findings.js';

describe('how verifications of the trail ended', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await testApp();
  });
  afterAll(() => app.close());

  const remember = (from: string | null, to: string | null, findingCount: number) =>
    app
      .get(VerificationResults)
      .remember({ from, to }, { isIntact: findingCount === 0, events: 9, findingCount } as Verdict);
  const alerts = async () => {
    const { body } = await app.as('ops').get('/health/alerts');
    const told = body.alerts as { code: string; value: string | number }[];
    return told.filter(({ code }) => code.startsWith('audit-')).map(({ code, value }) => [code, value]);
  };

  it('raises an alert when one failed, until one passes that read the same months', async () => {
    expect(await alerts()).toEqual([]);
    await remember('2026-03', '2026-05', 4);
    expect(await alerts()).toEqual([['audit-trail-changed', 4]]);
    await remember('2026-04', '2026-06', 0);
    await remember(null, '2026-04', 0);
    expect(await alerts()).toEqual([['audit-trail-changed', 4]]);
    await remember('2026-01', null, 0);
    expect(await alerts()).toEqual([]);
    await remember(null, null, 1);
    await remember('2000-01', null, 0);
    expect(await alerts()).toEqual([['audit-trail-changed', 1]]);
    expect((await app.as('auditor').get('/audit/verify')).body.isIntact).toBe(true);
    expect(await alerts()).toEqual([]);
  });

  it('raises one when the last is long ago, until the next', async () => {
    await app.database.sql(`UPDATE audit_verifications SET verified_at = verified_at - interval '40 days'`);
    expect(await alerts()).toEqual([['audit-unverified', '40 days']]);
    expect((await app.as('auditor').get('/audit/verify')).status).toBe(200);
    expect(await alerts()).toEqual([]);
  });
});
