import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../../testing/eventually.js';
import { TestPlatform } from '../../testing/test-platform.js';
import { Database } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { KeyDestroyed, PatientKeyMissing } from './key-errors.js';
import { PatientKeys } from './patient-keys.js';
import type { SealContext } from './seal-context.js';
import { SEALS_MAX } from './seal-counter.js';
import { SealBroken, sealedKeyVersion } from './sealed-box.js';

describe('The keys of patients', () => {
  let platform: TestPlatform;
  let organizationId: string;
  let keys: PatientKeys;
  let database: Database;
  let unitOfWork: UnitOfWork;

  beforeAll(async () => {
    platform = await TestPlatform.start();
    organizationId = (await platform.anOrganization()).id;
    keys = platform.get(PatientKeys);
    database = platform.get(Database);
    unitOfWork = platform.get(UnitOfWork);
  });
  afterAll(() => platform.close());

  const insertPatients = (count: number) => platform.patients(organizationId, count);

  async function newPatient(): Promise<string> {
    const [id = ''] = await insertPatients(1);
    await keys.create(id);
    return id;
  }

  const placeOf = (patientId: string): SealContext => ({
    organizationId,
    patientId,
    table: 'patients',
    column: 'contact_sealed',
    rowId: patientId,
  });

  it('open what they sealed, also in a process that has not seen them', async () => {
    const id = await newPatient();
    const envelope = await keys.seal(placeOf(id), 'contact');
    keys.forget(id);
    expect((await keys.open(placeOf(id), envelope)).toString()).toBe('contact');
  });

  it('do not open what was moved from another patient, or another key that was put in place of theirs', async () => {
    const ana = await newPatient();
    const ben = await newPatient();
    const envelope = await keys.seal(placeOf(ana), 'contact');
    await expect(keys.open(placeOf(ben), envelope)).rejects.toThrow(SealBroken);
    await database.execute(
      `UPDATE patient_keys SET wrapped_key = (SELECT wrapped_key FROM patient_keys WHERE patient_id = $1) WHERE patient_id = $2`,
      [ana, ben],
    );
    keys.forget(ben);
    await expect(keys.seal(placeOf(ben), 'contact')).rejects.toThrow(SealBroken);
  });

  it('are created by the thousand, in one statement, and used without waiting', async () => {
    const ids = await insertPatients(2000);
    const sealed = await unitOfWork.run(async () => {
      const set = await keys.create(...ids);
      return ids.map((id) => set.seal(placeOf(id), id));
    });
    const opened = await keys.load(ids);
    ids.forEach((id, index) => expect(opened.open(placeOf(id), sealed[index] as Buffer).toString()).toBe(id));
  });

  it('are forgotten with the transaction that made them', async () => {
    const [id = ''] = await insertPatients(1);
    const failed = unitOfWork.run(async () => {
      await keys.create(id);
      await keys.seal(placeOf(id), 'never committed');
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toThrow('changed my mind');
    await expect(keys.seal(placeOf(id), 'x')).rejects.toThrow(PatientKeyMissing);
    await keys.create(id);
    const envelope = await keys.seal(placeOf(id), 'committed');
    keys.forget(id);
    expect((await keys.open(placeOf(id), envelope)).toString()).toBe('committed');
  });

  it('can be used in the transaction that made them, and after it', async () => {
    const [id = ''] = await insertPatients(1);
    const envelope = await unitOfWork.run(async () => {
      await keys.create(id);
      return keys.seal(placeOf(id), 'contact');
    });
    expect((await keys.open(placeOf(id), envelope)).toString()).toBe('contact');
  });

  it('are gone once destroyed, from the database too', async () => {
    const id = await newPatient();
    const envelope = await keys.seal(placeOf(id), 'contact');
    expect(await unitOfWork.run(() => keys.destroy(id))).toEqual({
      versions: [1],
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    await expect(keys.open(placeOf(id), envelope)).rejects.toThrow(KeyDestroyed);
    await expect(keys.seal(placeOf(id), 'x')).rejects.toThrow(KeyDestroyed);
    const [row] = await database.query(`SELECT wrapped_key, destroyed_at FROM patient_keys WHERE patient_id = $1`, [
      id,
    ]);
    expect(row).toMatchObject({ wrapped_key: null, destroyed_at: expect.anything() });
    expect(await unitOfWork.run(() => keys.destroy(id))).toBeUndefined();
  });

  it('stay when the transaction that destroys them does not commit', async () => {
    const id = await newPatient();
    const envelope = await keys.seal(placeOf(id), 'contact');
    const failed = unitOfWork.run(async () => {
      await keys.destroy(id);
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toThrow('changed my mind');
    expect((await keys.open(placeOf(id), envelope)).toString()).toBe('contact');
  });

  it('are rotated: the new one seals, each opens its own, and destruction takes all', async () => {
    const id = await newPatient();
    const old = await keys.seal(placeOf(id), 'old');
    expect(await keys.rotate(id)).toBe(2);
    const renewed = await keys.seal(placeOf(id), 'new');
    expect(sealedKeyVersion(renewed)).toBe(2);
    expect((await keys.open(placeOf(id), old)).toString()).toBe('old');
    expect(await keys.destroy(id)).toMatchObject({ versions: [1, 2] });
    for (const envelope of [old, renewed]) await expect(keys.open(placeOf(id), envelope)).rejects.toThrow(KeyDestroyed);
    await expect(keys.rotate(id)).rejects.toThrow(KeyDestroyed);
  });

  it('are rotated by themselves when one has sealed too often', async () => {
    const id = await newPatient();
    await database.execute('UPDATE patient_keys SET seals = $2 WHERE patient_id = $1', [id, SEALS_MAX - 1]);
    const set = await keys.load([id]);
    const newest = async () =>
      (await database.query('SELECT version FROM patient_keys WHERE patient_id = $1', [id])).length;
    const random = jest.spyOn(Math, 'random').mockReturnValue(0);
    set.seal(placeOf(id), 'the one seal in 65,536 that is written down');
    random.mockRestore();
    expect(await eventually(newest, (versions) => versions > 1)).toBe(2);
  });
});
