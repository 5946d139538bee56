import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { JobWorker } from '../../../platform/queue/index.js';
import { ExportErasure } from '../../import-export/index.js';
import { eventually } from '../../../testing/eventually.js';
import { type TestApp, testApp } from '../../../testing/test-app.js';

const CONTACT = {
  email: 'ana@home.example',
  phone: '+1 555 010 9911',
  guardian: { name: 'Rosa García', relationship: 'mother', phone: '+1 555 010 9912', email: null },
};

let app: TestApp;
let former: string;
let next: string;
let patientId: string;
let numbers = 0;

beforeAll(async () => {
  app = await testApp();
  former = app.people.organizations.lincoln.id;
  next = app.people.organizations.riverside.id;
});
afterAll(() => app.close());

beforeEach(async () => {
  patientId = await register(`PUPIL-${++numbers}`);
});

const formerNurse = () => app.as('nurse', 'lincoln');
const newNurse = () => app.as('nurse', 'riverside');
/** The one person here who reaches both. */
const mover = () => app.as('superadmin');

async function register(mrn: string, organizationId = former): Promise<string> {
  const person = { givenName: 'Ana', familyName: 'García', birthDate: '2014-03-05', sex: 'female' };
  const { status, body } = await mover().post('/patients', { organizationId, mrn, ...person, ...CONTACT });
  expect(status).toBe(201);
  return body.id as string;
}

async function record(collection: string, values: object, id = patientId): Promise<string> {
  const { status, body } = await formerNurse().post(`/patients/${id}/${collection}`, values);
  expect(status).toBe(201);
  return body.id as string;
}

const transfer = (body: object = { organizationId: next }, id = patientId, headers = {}) =>
  mover().post(`/patients/${id}/transfer`, body, headers);

async function upload(path: string, fields: Record<string, string>, file: string): Promise<string> {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  data.append('file', new Blob([file]), 'file.csv');
  const { status, body } = await app.as('clinician').post(path, data);
  expect(status).toBe(202);
  await app.get(JobWorker).runDue();
  return body.id as string;
}

const SECRET = {
  type: 'NOTE',
  occurredAt: '2024-05-05T10:00:00Z',
  description: 'Talked',
  notes: 'for nobody else',
  confidential: true,
};

async function patientsOf(organization: 'lincoln' | 'riverside'): Promise<number> {
  return (await app.as('nurse', organization).get('/dashboard/stats')).body.patients.total as number;
}

describe('moving a patient to another organization', () => {
  it('shows the new one everything, and the former one nothing any more', async () => {
    await record('allergies', { allergen: 'Peanut', severity: 'SEVERE' });
    await record('vaccinations', { cvx: '21', administeredOn: '2015-04-01' });
    const visit = { type: 'VITALS', occurredAt: '2024-03-05T10:00:00Z', description: 'Measured' };
    await record('health-records', { ...visit, vital: { heightCm: 138, weightKg: 31 } });
    const note = await record('health-records', SECRET);
    const genome = `# 23andMe\n${Array.from({ length: 2000 }, (_, i) => `rs${i + 1}\t1\t${i * 9 + 5}\tAG`).join('\n')}\n`;
    const genomeId = await upload(`/patients/${patientId}/genomes`, { keepRawFile: 'true' }, genome);
    const paths = [
      '',
      '/summary',
      '/allergies',
      '/vaccinations',
      '/growth',
      `/health-records/${note}`,
      `/genomes/${genomeId}`,
      `/genomes/${genomeId}/variants/rs17`,
      `/genomes/${genomeId}/file`,
    ].map((path) => `/patients/${patientId}${path}`);
    const clinicians = [app.as('clinician', 'lincoln'), app.as('clinician', 'riverside')] as const;
    const seen = async (index: 0 | 1) => {
      const answers = await Promise.all(paths.map((path) => clinicians[index].get(path)));
      return answers.map(({ status }) => status);
    };
    expect(await seen(0)).toEqual(paths.map(() => 200));
    expect(await seen(1)).toEqual(paths.map(() => 404));
    const before = [await patientsOf('lincoln'), await patientsOf('riverside')] as const;

    const moved = await transfer();
    expect(moved).toMatchObject({ status: 200, body: { id: patientId, organizationId: next, version: 2, ...CONTACT } });

    expect(await seen(0)).toEqual(paths.map(() => 404));
    expect(await seen(1)).toEqual(paths.map(() => 200));
    expect((await newNurse().get(`/patients/${patientId}`)).body).toMatchObject(CONTACT);
    expect((await newNurse().get(`/patients/${patientId}/health-records/${note}`)).body.notes).toBe('for nobody else');
    const { body: summary } = await newNurse().get(`/patients/${patientId}/summary`);
    expect(summary.allergies.map(({ allergen }: { allergen: string }) => allergen)).toEqual(['Peanut']);
    expect(summary.vaccinations).toHaveLength(1);
    const { body: call } = await clinicians[1].get(`/patients/${patientId}/genomes/${genomeId}/variants/rs17`);
    expect(call.genotype).toBe('AG');
    expect([await patientsOf('lincoln'), await patientsOf('riverside')]).toEqual([before[0] - 1, before[1] + 1]);
    const listed = async (client: ReturnType<typeof newNurse>) =>
      (await client.get(`/patients?search=PUPIL-${numbers}`)).body.items.map(({ id }: { id: string }) => id);
    expect(await listed(formerNurse())).toEqual([]);
    expect(await listed(newNurse())).toEqual([patientId]);
    // What is written from now on is sealed to the new organization, and what was can be corrected there.
    expect(
      (await newNurse().post(`/patients/${patientId}/health-records`, { ...SECRET, description: 'Again' })).status,
    ).toBe(201);
    const corrected = await newNurse().patch(`/patients/${patientId}/health-records/${note}`, {
      notes: 'still for nobody',
    });
    expect(corrected).toMatchObject({ status: 200, body: { notes: 'still for nobody' } });
  });

  it('can be taken back by a second transfer, with everything sealed as it was', async () => {
    const note = await record('health-records', SECRET);
    expect((await transfer()).status).toBe(200);
    expect((await transfer({ organizationId: former })).status).toBe(200);
    expect((await formerNurse().get(`/patients/${patientId}`)).body).toMatchObject({ version: 3, ...CONTACT });
    expect((await formerNurse().get(`/patients/${patientId}/health-records/${note}`)).body.notes).toBe(
      'for nobody else',
    );
  });

  it('tells both in an event of its own, and leaves the earlier ones where they were', async () => {
    await record('allergies', { allergen: 'Latex' });
    expect((await transfer({ organizationId: next, mrn: `NEW-${numbers}` })).status).toBe(200);
    const events = await app.database.sql(
      `SELECT organization_id, action, resource_type, detail::jsonb AS detail FROM audit_events
        WHERE patient_id = $1 AND action IN ('create', 'transfer') ORDER BY ordinal, id`,
      [patientId],
    );
    const detail = { fromOrganization: former, toOrganization: next };
    expect(events).toHaveLength(4);
    expect(events.filter(({ action }) => action === 'create').map((event) => event['organization_id'])).toEqual([
      former,
      former,
    ]);
    expect(events).toEqual(
      expect.arrayContaining(
        [former, next].map((id) => ({ organization_id: id, action: 'transfer', resource_type: 'patient', detail })),
      ),
    );
    const told = await app.as('auditor', 'riverside').get(`/audit/events?action=transfer&patientId=${patientId}`);
    expect(told.body.items).toHaveLength(1);
    const values = await app.as('auditor', 'riverside').get(`/audit/events/${told.body.items[0].id}`);
    expect(values.body.values).toEqual({
      previous: { organizationId: former, mrn: `PUPIL-${numbers}` },
      next: { organizationId: next, mrn: `NEW-${numbers}` },
    });
  });

  it('refuses a record number that is taken, until another is given', async () => {
    await register(`PUPIL-${numbers}`, next);
    expect(await transfer()).toMatchObject({ status: 409, body: { errors: [{ path: 'mrn' }] } });
    expect((await formerNurse().get(`/patients/${patientId}`)).body).toMatchObject({ version: 1, ...CONTACT });
    const moved = await transfer({ organizationId: next, mrn: `OTHER-${numbers}` });
    expect(moved).toMatchObject({ status: 200, body: { mrn: `OTHER-${numbers}` } });
  });

  it('refuses whoever does not reach both, and what is no transfer', async () => {
    const path = `/patients/${patientId}/transfer`;
    const body = { organizationId: next };
    const unknown = await app.as('org-admin').post(path, { organizationId: patientId });
    for (const role of ['org-admin', 'nurse', 'clinician'] as const) {
      const answer = await app.as(role, 'lincoln').post(path, body);
      expect({ ...answer.body, instance: '' }).toEqual({ ...unknown.body, instance: '' });
      expect((await app.as(role, 'riverside').post(path, body)).status).toBe(404);
    }
    expect((await app.as('receptionist').post(path, body)).status).toBe(403);
    expect((await app.as('patient').post(path, body)).status).toBe(403);
    expect((await transfer({ organizationId: former })).status).toBe(409);
    expect((await transfer(body, patientId, { 'if-match': '"7"' })).status).toBe(412);
    expect((await transfer({ ...body, id: patientId })).status).toBe(400);
    const opened = await app
      .as('clinician', 'riverside')
      .post('/break-glass', { patientId, reason: 'Unconscious on the sports ground' });
    expect(opened.status).toBe(201);
    expect((await app.as('clinician', 'riverside').get(`/patients/${patientId}`)).status).toBe(200);
    expect((await app.as('clinician', 'riverside').post(path, body)).status).toBe(404);
    expect((await formerNurse().get(`/patients/${patientId}`)).body.version).toBe(1);
  });

  it('takes along those who were merged into the patient, so that the merge can be undone there', async () => {
    const duplicate = await register(`TWICE-${numbers}`);
    const note = await record('health-records', SECRET, duplicate);
    const { body: merge } = await formerNurse().post(`/patients/${patientId}/merges`, { duplicateId: duplicate });
    const taken = await register(`TWICE-${numbers}`, next);
    expect((await transfer()).body).toMatchObject({ status: 409, detail: expect.stringContaining('before a merge') });
    expect((await newNurse().patch(`/patients/${taken}`, { mrn: `FREE-${numbers}` })).status).toBe(200);
    expect((await transfer()).status).toBe(200);
    const found = await newNurse().get(`/patients?search=TWICE-${numbers}`);
    expect(found.body.items.map(({ id }: { id: string }) => id)).toEqual([patientId]);
    expect((await newNurse().post(`/patients/${patientId}/merges/${merge.id}/undo`)).status).toBe(200);
    expect((await newNurse().get(`/patients/${duplicate}`)).body).toMatchObject(CONTACT);
    expect((await newNurse().get(`/patients/${duplicate}/health-records/${note}`)).body.notes).toBe('for nobody else');
  });

  it('moves the account of the patient, who sees the own record as before', async () => {
    const own = app.people.organizations.lincoln.patientId;
    expect((await app.as('patient').get(`/patients/${own}`)).status).toBe(200);
    expect((await transfer({ organizationId: next }, own)).status).toBe(200);
    expect((await app.as('patient').get(`/patients/${own}`)).body.organizationId).toBe(next);
    expect((await app.as('patient').get('/auth/me')).body.organizationId).toBe(next);
  });

  it('is not undone in part by taking back an import of the former organization', async () => {
    const csv = `mrn,cvx,administered_on\nPUPIL-${numbers},08,2015-01-01\n`;
    const importId = await upload('/imports', { type: 'vaccinations', organizationId: former }, csv);
    expect((await transfer()).status).toBe(200);
    expect((await app.as('clinician').post(`/imports/${importId}/undo`)).status).toBe(202);
    await app.get(JobWorker).runDue();
    expect((await newNurse().get(`/patients/${patientId}/vaccinations`)).body.items).toHaveLength(1);
    const { body: kept } = await app.as('clinician').get(`/imports/${importId}/kept`);
    expect(kept.items).toMatchObject([{ mrn: null, reason: 'changed' }]);
  });

  it('leaves no export of the former organization readable once the key of the patient is destroyed', async () => {
    const body = { type: 'patients', format: 'csv', organizationId: former };
    expect((await formerNurse().post('/exports', body)).status).toBe(202);
    expect((await transfer()).status).toBe(200);
    expect(await app.get(ExportErasure).forget({ id: patientId, organizationId: next })).toBe(1);
  });

  it('happens whole or not at all', async () => {
    const note = await record('health-records', SECRET);
    await app.database.sql('ALTER TABLE patient_transfers ADD CONSTRAINT fault CHECK (false) NOT VALID');
    expect((await transfer()).status).toBe(500);
    await app.database.sql('ALTER TABLE patient_transfers DROP CONSTRAINT fault');
    expect((await formerNurse().get(`/patients/${patientId}`)).body).toMatchObject({ version: 1, ...CONTACT });
    expect((await formerNurse().get(`/patients/${patientId}/health-records/${note}`)).body.notes).toBe(
      'for nobody else',
    );
    expect((await newNurse().get(`/patients/${patientId}`)).status).toBe(404);
  });

  it('lets no note be sealed to the former organization that was begun before', async () => {
    const note = await record('health-records', SECRET);
    const other = new Client({ connectionString: app.database.ownerUrl });
    await other.connect();
    try {
      await other.query('BEGIN');
      await other.query('UPDATE patients SET organization_id = $2 WHERE id = $1', [patientId, next]);
      const path = `/patients/${patientId}/health-records`;
      const writing = Promise.all([
        formerNurse().post(path, { ...SECRET, description: 'Too late' }),
        formerNurse().patch(`${path}/${note}`, { notes: 'too late' }),
      ]);
      await eventually(
        () =>
          app.database.sql(
            'SELECT FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE a.datname = current_database() AND NOT l.granted',
          ),
        (waiting) => waiting.length === 2,
      );
      await other.query('COMMIT');
      expect((await writing).map(({ status }) => status)).toEqual([404, 404]);
    } finally {
      await other.end();
    }
  });
});
