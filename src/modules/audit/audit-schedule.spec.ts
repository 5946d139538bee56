import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../platform/database/new-id.js';
import { testApp, type TestApp } from '../../testing/test-app.js';
import { addMonths, monthOf, partitionName } from './partitions/months.rules.js';
import { PartitionKeeper } from './partitions/partition-keeper.js';
import { Sealer } from './seals/sealer.js';
import { AuditSchedule } from './audit-schedule.js';
import { AuditTrail } from './trail/audit-trail.js';
import { TrailWriter } from './trail/trail-writer.js';
import { TrailVerifier } from './verification/verifier.js';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app.close());

const DAY_MS = 86_400_000;
const objects = async (folder: string) => readdir(join(app.env.dataDir, 'objects/audit', folder)).catch(() => []);
const record = async () => {
  await app.get(AuditTrail).record({ action: 'read', resource: 'allergy', resourceId: newId() });
  await app.get(TrailWriter).settle();
};

describe('partitions', () => {
  const state = () => app.get(PartitionKeeper).state();

  it('are there six months ahead once the schedule ran, and not missed before', async () => {
    expect((await state()).isNextMissing).toBe(false);
    await app.get(AuditSchedule).catchUp();
    expect((await state()).monthsAhead).toBeGreaterThanOrEqual(6);
  });

  it('that are missing for the next month are told, and made again', async () => {
    await app.database.sql(`DROP TABLE ${partitionName('audit_links', addMonths(monthOf(new Date()), 1))}`);
    expect(await state()).toEqual({ monthsAhead: 0, isNextMissing: true });
    expect(await app.get(PartitionKeeper).makeAhead()).toBe(1);
    expect((await state()).isNextMissing).toBe(false);
  });

  it('are made by the owner only: the application may not', async () => {
    const keeper = app.get(PartitionKeeper);
    const names = await keeper.months();
    expect(names).toContain(monthOf(new Date()));
    const made = app.database.sql(`SET ROLE white_cross_app; SELECT audit_make_partitions('2040-01-01', 1)`);
    await expect(made).rejects.toThrow('permission denied');
    await app.database.sql('RESET ROLE');
  });
});

describe('seals', () => {
  it('are made once a day, in both places, each naming the one before it', async () => {
    await record();
    const sealer = app.get(Sealer);
    const tomorrow = new Date(Date.now() + DAY_MS);
    const before = (await objects('seals')).length;
    expect(await sealer.sealDay(tomorrow)).toBe(true);
    expect(await sealer.sealDay(tomorrow)).toBe(false);
    expect(await objects('seals')).toHaveLength(before + 1);
    expect(await app.database.sql('SELECT FROM audit_seals')).toHaveLength(before + 1);
    expect((await app.get(TrailVerifier).verify()).findings).toEqual([]);
  });

  it('whose making was cut off after the object store are taken over from there', async () => {
    await app.database.sql(`SET session_replication_role = 'replica'`);
    const [last] = await app.database.sql<{ document: string }>(
      'SELECT document FROM audit_seals ORDER BY sequence DESC LIMIT 1',
    );
    await app.database.sql('DELETE FROM audit_seals WHERE sequence = (SELECT max(sequence) FROM audit_seals)');
    expect(await app.get(Sealer).sealDay(new Date(Date.now() + 2 * DAY_MS))).toBe(true);
    const [again] = await app.database.sql<{ document: string }>(
      'SELECT document FROM audit_seals ORDER BY sequence DESC LIMIT 1',
    );
    expect(again?.document).toBe(last?.document);
  });

  it('have notes of heads between them, only when a chain grew', async () => {
    const sealer = app.get(Sealer);
    await record();
    const before = (await objects('heads')).length;
    expect(await sealer.noteHeads()).toBe(true);
    expect(await sealer.noteHeads()).toBe(false);
    expect(await objects('heads')).toHaveLength(before + 1);
  });
});
