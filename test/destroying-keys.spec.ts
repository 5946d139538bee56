import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KeyRotationService } from '../src/modules/patient-keys/index.js';
import { sealedKeyVersion } from '../src/platform/crypto/sealed-box.js';
import { eventually } from '../src/testing/eventually.js';
import { JobWorker } from '../src/platform/queue/index.js';
import { testApp, type TestApp } from '../src/testing/test-app.js';

describe('Destroying the key of a patient', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await testApp();
  });
  afterAll(() => app.close());

  let number = 0;
  async function aPatient(): Promise<{ id: string; path: string; noteId: string }> {
    const nurse = app.as('nurse');
    const patient = await nurse.post('/patients', {
      mrn: `KEY-${++number}`,
      givenName: 'Testa',
      familyName: 'Probanda',
      birthDate: '2012-03-04',
      sex: 'female',
      phone: '+15551234567',
      organizationId: app.people.organizations.lincoln.id,
    });
    expect(patient.status).toBe(201);
    const path = `/patients/${patient.body.id}`;
    const note = await nurse.post(`${path}/health-records`, {
      type: 'NOTE',
      occurredAt: '2026-03-04T10:00:00Z',
      description: 'Talk',
      notes: 'confided in the nurse',
      confidential: true,
    });
    expect(note.status).toBe(201);
    return { id: patient.body.id, path, noteId: note.body.id };
  }

  it('takes two people, and then nothing that it sealed can be read', async () => {
    const { id, path, noteId } = await aPatient();
    const asked = await app
      .as('org-admin')
      .post(`${path}/key-destructions`, { reason: 'Erasure was asked for in writing.' });
    expect(asked).toMatchObject({ status: 201, body: { status: 'requested', certificate: null } });
    const confirmation = `${path}/key-destructions/${asked.body.id}/confirmation`;

    expect(await app.as('org-admin').post(confirmation)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await app.as('nurse').post(confirmation)).toMatchObject({ status: 403 });
    expect(await app.as('org-admin', 'riverside').post(confirmation)).toMatchObject({ status: 404 });
    expect((await app.as('nurse').get(`${path}/health-records/${noteId}`)).body.notes).toBe('confided in the nurse');

    const again = await app.as('superadmin').post(`${path}/key-destructions`, { reason: 'The same.' });
    expect(again).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const confirmed = await app.as('superadmin').post(confirmation);
    expect(confirmed).toMatchObject({ status: 200, body: { status: 'confirmed', certificate: { keyVersions: [1] } } });
    expect(await app.as('superadmin').post(confirmation)).toMatchObject({ status: 409 });

    expect((await app.as('nurse').get(`${path}/health-records/${noteId}`)).body.notes).toBeNull();
    expect((await app.as('nurse').get(path)).body).toMatchObject({ id, phone: null });
    const listed = await app.as('superadmin').get(`${path}/key-destructions`);
    expect(listed.body.items).toHaveLength(1);
    const [row] = await app.database.sql('SELECT contact_sealed, phone_index FROM patients WHERE id = $1', [id]);
    expect(row).toEqual({ contact_sealed: null, phone_index: null });
  });

  it('leaves its certificate in the audit chain', async () => {
    const { id, path } = await aPatient();
    const asked = await app.as('org-admin').post(`${path}/key-destructions`, { reason: 'Erasure.' });
    const { body } = await app.as('superadmin').post(`${path}/key-destructions/${asked.body.id}/confirmation`);
    const [event] = await app.database.sql<{ detail: string }>(
      `SELECT detail FROM audit_events WHERE patient_id = $1 AND action = 'destroy-key'`,
      [id],
    );
    expect(JSON.parse(String(event?.detail))).toEqual({
      keyVersions: '1',
      keysSha256: body.certificate.keysSha256,
      requestedBy: body.requestedBy,
      confirmedBy: body.confirmedBy,
    });
  });

  it('leaves a record that can still be looked at, and refuses clearly what would have to be sealed', async () => {
    const { path } = await aPatient();
    const asked = await app.as('org-admin').post(`${path}/key-destructions`, { reason: 'Erasure.' });
    await app.as('superadmin').post(`${path}/key-destructions/${asked.body.id}/confirmation`);
    for (const part of ['', '/summary', '/allergies', '/health-records']) {
      expect((await app.as('nurse').get(`${path}${part}`)).status).toBe(200);
    }
    const written = await app
      .as('nurse')
      .post(`${path}/allergies`, { allergen: 'Latex', severity: 'MILD', active: true });
    expect(written).toMatchObject({ status: 409, body: { code: 'key-destroyed' } });
  });

  it('a request lapses when nobody confirms it within a week', async () => {
    const { path } = await aPatient();
    const asked = await app.as('org-admin').post(`${path}/key-destructions`, { reason: 'Erasure.' });
    await app.database.sql(`UPDATE key_destructions SET requested_at = now() - interval '8 days' WHERE id = $1`, [
      asked.body.id,
    ]);
    expect((await app.as('superadmin').post(`${path}/key-destructions/${asked.body.id}/confirmation`)).status).toBe(
      409,
    );
    expect((await app.as('superadmin').post(`${path}/key-destructions`, { reason: 'Again.' })).status).toBe(201);
  });

  it('a key that is rotated instead seals what can be written anew, and all stays readable', async () => {
    const { id, path, noteId } = await aPatient();
    const patient = { id, organizationId: app.people.organizations.lincoln.id };
    expect(await app.get(KeyRotationService).rotate(patient)).toBe(2);
    const versions = async () => {
      const [row] = await app.database.sql<{ contact_sealed: Buffer; notes_sealed: Buffer }>(
        `SELECT p.contact_sealed, r.notes_sealed FROM patients p JOIN health_records r ON r.patient_id = p.id WHERE p.id = $1`,
        [id],
      );
      return [row?.contact_sealed, row?.notes_sealed].map((sealed) => sealedKeyVersion(sealed as Buffer));
    };
    expect(await versions()).toEqual([1, 1]);
    await app.get(JobWorker).runDue();
    await eventually(versions, (found) => found.every((version) => version === 2));
    expect((await app.as('nurse').get(path)).body.phone).toBe('+15551234567');
    expect((await app.as('nurse').get(`${path}/health-records/${noteId}`)).body.notes).toBe('confided in the nurse');
  });
});
