import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestPlatform } from '../../testing/test-platform.js';
import { Database } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { KeyDestroyed } from './key-errors.js';
import { UnknownKek } from './key-provider.js';
import { KeyRewrapping } from './key-rewrapping.js';
import { KeyRing } from './key-ring.js';
import { PatientKeys } from './patient-keys.js';
import type { SealContext } from './seal-context.js';

describe('A new key-encryption key', () => {
  let platform: TestPlatform;
  let database: Database;
  let organizationId: string;
  const [former, current] = [randomBytes(32), randomBytes(32)];

  beforeAll(async () => {
    platform = await TestPlatform.start();
    database = platform.get(Database);
    organizationId = (await platform.anOrganization()).id;
  });
  afterAll(() => platform.close());

  const keysUnder = (...ring: Buffer[]) => new PatientKeys(database, new KeyRing(ring));
  const rewrapping = () => new KeyRewrapping(database, platform.get(UnitOfWork), new KeyRing([current, former]));
  const placeOf = (patientId: string): SealContext => ({
    organizationId,
    patientId,
    table: 'patients',
    column: 'contact_sealed',
    rowId: patientId,
  });

  it('wraps all data keys anew, batch by batch, and the former one is needed no more', async () => {
    const ids = await platform.patients(organizationId, 2500);
    const set = await keysUnder(former).create(...ids);
    const sealed = ids.map((id) => set.seal(placeOf(id), id));
    await expect(keysUnder(current).load(ids)).rejects.toThrow(UnknownKek);
    expect(await rewrapping().remaining()).toBe(2500);
    const progress: number[] = [];
    expect(await rewrapping().run((count) => progress.push(count))).toBe(2500);
    expect(progress).toEqual([1000, 2000, 2500]);
    expect(await rewrapping().remaining()).toBe(0);
    const renewed = await keysUnder(current).load(ids);
    ids.forEach((id, index) => expect(renewed.open(placeOf(id), sealed[index] as Buffer).toString()).toBe(id));
  });

  it('puts destroyed keys out of reach also in backups: their wraps open nothing once the former one is gone', async () => {
    const [id = ''] = await platform.patients(organizationId, 1);
    const keys = keysUnder(former);
    await keys.create(id);
    const envelope = await keys.seal(placeOf(id), 'contact');
    const [backup] = await database.query<{ wrapped_key: Buffer; kek_id: string }>(
      'SELECT wrapped_key, kek_id FROM patient_keys WHERE patient_id = $1',
      [id],
    );
    await keys.destroy(id);
    await rewrapping().run();
    await expect(keysUnder(current).open(placeOf(id), envelope)).rejects.toThrow(KeyDestroyed);
    await database.execute(
      'UPDATE patient_keys SET wrapped_key = $2, kek_id = $3, destroyed_at = NULL WHERE patient_id = $1',
      [id, backup?.wrapped_key, backup?.kek_id],
    );
    await expect(keysUnder(current).open(placeOf(id), envelope)).rejects.toThrow(UnknownKek);
  });
});
