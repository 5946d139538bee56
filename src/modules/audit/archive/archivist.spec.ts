import { randomBytes } from 'node:crypto';
import { truncate, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { UnknownKek } from '../../../platform/crypto/key-provider.js';
import { KeyRing } from '../../../platform/crypto/key-ring.js';
import { newId } from '../../../platform/database/new-id.js';
import { PastWriter, writePastMonth } from '../../../testing/past-trail.js';
import { testApp, type TestApp } from '../../../testing/test-app.js';
import { AuditKeys } from '../chain/audit-keys.js';
import { addMonths, monthOf } from '../partitions/months.rules.js';
import { PartitionKeeper } from '../partitions/partition-keeper.js';
import { Sealer } from '../seals/sealer.js';
import { TrailVerifier } from '../verification/verifier.js';
import { ArchiveRewrapping } from './archive-rewrapping.js';
import { Archivist } from './archivist.js';
import { Retention } from './retention.js';

let app: TestApp;
let owner: Client;
const now = new Date();
const old = (monthsAgo: number): string => addMonths(monthOf(now), -monthsAgo);
const patientIds = Array.from({ length: 40 }, newId);
const heldPatient = newId();

beforeAll(async () => {
  app = await testApp();
  owner = new Client({ connectionString: app.database.ownerUrl });
  await owner.connect();
  const months = [old(90), old(89), old(30), old(1)];
  const writer = new PastWriter(app.get(AuditKeys));
  for (const month of months) {
    await owner.query('SELECT audit_make_partitions($1::date, 1)', [`${month}-01`]);
    const ids = month === old(89) ? [...patientIds, heldPatient] : patientIds;
    const organizationId = newId();
    await writePastMonth(owner, writer, {
      month,
      batches: 30,
      eventsPerBatch: 100,
      patientIds: ids,
      actorIds: ids,
      organizationId,
    });
  }
  await app.get(Sealer).sealDay(now);
});

afterAll(async () => {
  await owner.end();
  await app.close();
});

const verify = () => app.get(TrailVerifier).verify();
const EVENTS_OF_A_MONTH = 3000;

describe('the archivist', () => {
  it('moves months older than those online into the object store, and drops their partitions', async () => {
    expect(await verify()).toMatchObject({ findings: [], events: 4 * EVENTS_OF_A_MONTH });
    expect(await app.get(Archivist).archiveOld(now)).toEqual([old(90), old(89), old(30)]);
    expect(await app.get(PartitionKeeper).months()).not.toContain(old(30));
    const files = await readdir(join(app.env.dataDir, 'objects/audit/archive', old(90)));
    expect(files).toHaveLength(3);
  });

  it('leaves a trail that verifies as a whole, archive and database together', async () => {
    expect(await verify()).toMatchObject({ findings: [], isIntact: true, events: 4 * EVENTS_OF_A_MONTH });
  });

  it('reads archives whose keys were brought under another key-encryption key, and back', async () => {
    const [former, current] = [app.env.keys.encryptionKey, randomBytes(32)];
    const rewrapped = (...keys: Buffer[]) => new ArchiveRewrapping(app.get(PartitionKeeper), new KeyRing(keys)).run();
    expect(await rewrapped(current, former)).toBe(3);
    await expect(verify()).rejects.toThrow(UnknownKek);
    expect(await rewrapped(former, current)).toBe(3);
    expect(await rewrapped(former)).toBe(0);
    expect(await verify()).toMatchObject({ findings: [], isIntact: true });
  });

  it('has nothing to do the second time', async () => {
    expect(await app.get(Archivist).archiveOld(now)).toEqual([]);
  });
});

describe('retention', () => {
  it('drops months past it, up to the first that holds a patient under a legal hold, and the rest verifies', async () => {
    await owner.query(
      `INSERT INTO audit_legal_holds (id, patient_id, reason, placed_by) VALUES ($1, $2, 'lawsuit', $1)`,
      [newId(), heldPatient],
    );
    expect(await app.get(Retention).dropExpired(now)).toEqual([old(90)]);
    expect(await verify()).toMatchObject({ findings: [], events: 3 * EVENTS_OF_A_MONTH });
  });

  it('drops the month once the hold is released', async () => {
    await owner.query('UPDATE audit_legal_holds SET released_at = now(), released_by = placed_by');
    expect(await app.get(Retention).dropExpired(now)).toEqual([old(89)]);
    expect(await verify()).toMatchObject({ findings: [], events: 2 * EVENTS_OF_A_MONTH, seals: 3 });
  });
});

describe('an adversary is found out', () => {
  const kinds = async () => [...new Set((await verify()).findings.map(({ kind }) => kind))];

  it('who edits the manifest of an archived month', async () => {
    await owner.query(`UPDATE audit_archives SET manifest = replace(manifest, '"rows":3000', '"rows":2999')`);
    expect(await kinds()).toContain('archive-changed');
    await owner.query(`UPDATE audit_archives SET manifest = replace(manifest, '"rows":2999', '"rows":3000')`);
    expect(await kinds()).toEqual([]);
  });

  it('who takes a whole month away', async () => {
    await owner.query('CREATE TABLE kept AS TABLE audit_archives');
    await owner.query('DELETE FROM audit_archives');
    expect(await kinds()).toContain('link-removed');
    await owner.query('INSERT INTO audit_archives SELECT * FROM kept');
  });

  it('who cuts an archived file short', async () => {
    const folder = join(app.env.dataDir, 'objects/audit/archive', old(30));
    const events = (await readdir(folder)).find((name) => name.endsWith('events.parquet')) as string;
    await truncate(join(folder, events), 20_000);
    expect(await kinds()).toContain('archive-changed');
  });
});
