import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/database/new-id.js';
import { testApp, type TestApp } from '../../../testing/test-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app.close());

interface Told {
  action: string;
  outcome: string;
  actor_role: string;
  patient_id: string | null;
  organization_id: string | null;
  request_id: string;
  user_agent: string;
  detail: string | null;
}

async function toldBy(requestId: string): Promise<Told[]> {
  return app.database.sql<Told>('SELECT * FROM audit_events WHERE request_id = $1', [requestId]);
}

const headers = () => ({ 'x-request-id': newId(), 'user-agent': 'a tablet\\' });

describe('an answer', () => {
  it('about a patient leaves its event before it arrives', async () => {
    const { patientId, id } = app.people.organizations.lincoln;
    const sent = headers();
    const answer = await app.as('nurse').get(`/patients/${patientId}`, sent);
    expect(answer.status).toBe(200);
    expect(await toldBy(sent['x-request-id'])).toEqual([
      expect.objectContaining({
        action: 'read',
        outcome: 'success',
        actor_role: 'nurse',
        patient_id: patientId,
        organization_id: id,
        user_agent: 'a tablet\\',
      }),
    ]);
  });

  it('that refuses a patient out of reach tells who asked for whom', async () => {
    const { patientId } = app.people.organizations.riverside;
    const sent = headers();
    expect((await app.as('nurse').get(`/patients/${patientId}`, sent)).status).toBe(404);
    const [event] = await toldBy(sent['x-request-id']);
    expect(event).toMatchObject({ outcome: 'denied', patient_id: patientId, detail: '{"status":404}' });
  });

  it('that refuses a role tells so', async () => {
    const sent = headers();
    const { patientId } = app.people.organizations.lincoln;
    expect((await app.as('ops').get(`/patients/${patientId}`, sent)).status).toBe(403);
    expect(await toldBy(sent['x-request-id'])).toEqual([
      expect.objectContaining({ outcome: 'denied', actor_role: 'ops' }),
    ]);
  });

  it('to a search tells that a list was seen', async () => {
    const sent = headers();
    expect((await app.as('nurse').get('/patients?search=testa', sent)).status).toBe(200);
    expect(await toldBy(sent['x-request-id'])).toEqual([
      expect.objectContaining({ outcome: 'success', patient_id: null }),
    ]);
  });

  it('to somebody who is not signed in leaves nothing: nobody was seen, and anybody could fill the log', async () => {
    const sent = headers();
    const { patientId } = app.people.organizations.lincoln;
    expect((await app.anonymous().get(`/patients/${patientId}`, sent)).status).toBe(401);
    expect(await toldBy(sent['x-request-id'])).toEqual([]);
  });

  it('to a change tells once, and with what was changed', async () => {
    const { id } = app.people.organizations.lincoln;
    const sent = { ...headers(), 'idempotency-key': newId() };
    const patient = {
      mrn: 'A-1',
      givenName: 'Ana',
      familyName: 'Ruiz',
      birthDate: '2015-02-03',
      sex: 'female',
      organizationId: id,
    };
    const answer = await app.as('nurse').post('/patients', patient, sent);
    expect(answer.status).toBe(201);
    const told = await toldBy(sent['x-request-id']);
    expect(told).toEqual([
      expect.objectContaining({ action: 'create', outcome: 'success', patient_id: answer.body.id }),
    ]);
  });
});
