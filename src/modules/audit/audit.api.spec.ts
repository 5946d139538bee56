import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { newId } from '../../platform/database/new-id.js';
import { PastWriter, writePastMonth } from '../../testing/past-trail.js';
import { testApp, type TestApp } from '../../testing/test-app.js';
import { Archivist } from './archive/archivist.js';
import { AuditKeys } from './chain/audit-keys.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { addMonths, monthOf } from './partitions/months.rules.js';
import { AuditTrail } from './trail/audit-trail.js';

let app: TestApp;
const archivedMonth = addMonths(monthOf(new Date()), -30);
const lastMonth = addMonths(monthOf(new Date()), -1);
const past = { batches: 20, eventsPerBatch: 5 };

beforeAll(async () => {
  app = await testApp();
  const owner = new Client({ connectionString: app.database.ownerUrl });
  await owner.connect();
  const { id: organizationId, patientId } = app.people.organizations.lincoln;
  const writer = new PastWriter(app.get(AuditKeys));
  for (const month of [archivedMonth, lastMonth]) {
    await owner.query('SELECT audit_make_partitions($1::date, 1)', [`${month}-01`]);
    await writePastMonth(owner, writer, {
      month,
      ...past,
      patientIds: [patientId],
      actorIds: [newId()],
      organizationId,
    });
  }
  await owner.end();
  await app.get(Archivist).archiveOld();
});
afterAll(() => app.close());

const lincoln = () => app.people.organizations.lincoln;
const auditor = () => app.as('auditor');
const EVENTS_OF_A_MONTH = past.batches * past.eventsPerBatch;

async function everyPage(path: string): Promise<{ id: string; archived: boolean }[]> {
  const items: { id: string; archived: boolean }[] = [];
  for (let cursor = ''; ;) {
    const { body, status } = await auditor().get(`${path}&limit=37${cursor}`);
    expect(status).toBe(200);
    items.push(...body.items);
    if (body.nextCursor === null) return items;
    cursor = `&cursor=${body.nextCursor}`;
  }
}

describe('the search', () => {
  it('reads on into the archive, page by page, and marks what came from there', async () => {
    const items = await everyPage(`/audit/events?patientId=${lincoln().patientId}&resourceType=allergy`);
    const ids = items.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted().reverse());
    expect(new Set(ids).size).toBe(ids.length);
    expect(items.filter(({ archived }) => archived)).toHaveLength(EVENTS_OF_A_MONTH / 5);
    expect(items.filter(({ archived }) => !archived)).toHaveLength(EVENTS_OF_A_MONTH / 5);
  });

  it('finds by period and action without a patient', async () => {
    const items = await everyPage(
      `/audit/events?from=${lastMonth}-01T00:00:00Z&to=${monthOf(new Date())}-01T00:00:00Z&action=search`,
    );
    expect(items).toHaveLength(EVENTS_OF_A_MONTH / 4);
  });

  it('shows an auditor nothing of other organizations', async () => {
    const path = `/audit/events?patientId=${lincoln().patientId}`;
    expect((await app.as('auditor', 'riverside').get(path)).body.items).toEqual([]);
    expect((await app.as('superadmin').get(path)).body.items.length).toBeGreaterThan(0);
  });

  it.each([
    'limit=1001',
    'cursor=nonsense',
    'action=dance',
    'from=yesterday',
    'patientId=1',
    'surprise=1',
    'resourceType=A%20B',
  ])('refuses %s', async (query) => {
    expect(await auditor().get(`/audit/events?${query}`)).toMatchObject({
      status: 400,
      body: { code: 'validation-failed' },
    });
  });

  it('is audited itself', async () => {
    await auditor().get('/audit/events?limit=1');
    const { body } = await auditor().get('/audit/events?resourceType=audit-event&limit=1');
    expect(body.items).toEqual([expect.objectContaining({ action: 'list', resourceType: 'audit-event' })]);
  });
});

describe('one event', () => {
  const changed = async () => {
    const resourceId = newId();
    const patient = { id: lincoln().patientId, organizationId: lincoln().id };
    await app.get(UnitOfWork).run(async () =>
      app.get(AuditTrail).within({
        action: 'update',
        resource: 'allergy',
        resourceId,
        patient,
        previous: { severity: 'MILD' },
        next: { severity: 'SEVERE' },
      }),
    );
    const { body } = await auditor().get(`/audit/events?patientId=${patient.id}&limit=1`);
    return body.items[0] as { id: string; hasValues: boolean };
  };

  it('opens what it keeps sealed', async () => {
    const { id, hasValues } = await changed();
    expect(hasValues).toBe(true);
    const { body } = await auditor().get(`/audit/events/${id}`);
    expect(body).toMatchObject({
      values: { previous: { severity: 'MILD' }, next: { severity: 'SEVERE' } },
      erased: false,
    });
  });

  it('is not there for an auditor of another organization', async () => {
    const { id } = await changed();
    expect((await app.as('auditor', 'riverside').get(`/audit/events/${id}`)).status).toBe(404);
  });

  it('is found in the archive', async () => {
    const { body } = await auditor().get(`/audit/events?to=${addMonths(archivedMonth, 1)}-01T00:00:00Z&limit=1`);
    const { id } = body.items[0];
    expect((await auditor().get(`/audit/events/${id}`)).body).toMatchObject({ id, archived: true });
  });
});

describe('disclosures', () => {
  it('say in plain words who saw a patient, and why', async () => {
    await app.as('nurse').get(`/patients/${lincoln().patientId}`);
    const { body } = await auditor().get(`/audit/patients/${lincoln().patientId}/disclosures?limit=5`);
    expect(body.items[0]).toMatchObject({
      who: 'nurse of lincoln',
      role: 'nurse',
      organization: 'lincoln school',
      what: 'looked at name, birth date and contact data',
      why: 'to care for the patient',
      isBreakGlass: false,
    });
  });

  it('are for the patient too, and for the administration, but not for those who care', async () => {
    const path = (patientId: string) => `/audit/patients/${patientId}/disclosures?limit=5`;
    const own = lincoln().patientId;
    await app.as('nurse').get(`/patients/${own}/allergies`);
    for (const role of ['patient', 'org-admin'] as const) {
      const { status, body } = await app.as(role).get(path(own));
      expect(status).toBe(200);
      const seen = body.items as { who: string; what: string; why: string }[];
      expect(seen.find(({ who }) => who === 'nurse of lincoln')).toMatchObject({ why: 'to care for the patient' });
      expect(Object.keys(seen[0] ?? {})).not.toContain('address');
    }
    for (const role of ['nurse', 'clinician', 'receptionist', 'ops'] as const)
      expect((await app.as(role).get(path(own))).status).toBe(403);
    const another = app.people.organizations.riverside.patientId;
    for (const role of ['patient', 'org-admin'] as const)
      expect((await app.as(role).get(path(another))).status).toBe(404);
  });

  it('come as a page without script, with every name escaped', async () => {
    await app.database.sql(`UPDATE users SET display_name = '<b>Nurse</b>' WHERE email = 'nurse@lincoln.test'`);
    await app.as('nurse').get(`/patients/${lincoln().patientId}`);
    const path = `/audit/patients/${lincoln().patientId}/disclosures`;
    const { text, headers } = await auditor().get(path, { accept: 'text/html,application/xhtml+xml' });
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(text).toContain('&lt;b&gt;Nurse&lt;/b&gt;, nurse, lincoln school');
    expect(text).not.toContain('<b>');
  });
});

describe('a report', () => {
  it('counts what was done, by organization and month, in the archive too', async () => {
    const { body } = await auditor().get(`/audit/report?from=${archivedMonth}&to=${lastMonth}`);
    const lines = body.items as { month: string; events: number; patients: number }[];
    const eventsOf = (month: string) =>
      lines.filter((line) => line.month === month).reduce((sum, { events }) => sum + events, 0);
    expect([eventsOf(archivedMonth), eventsOf(lastMonth)]).toEqual([EVENTS_OF_A_MONTH, EVENTS_OF_A_MONTH]);
    expect(lines.every(({ patients }) => patients === 1)).toBe(true);
  });
});

describe('verification', () => {
  it('answers with its verdict, and leaves an event', async () => {
    const { body, status } = await app.as('superadmin').get('/audit/verify');
    expect(status).toBe(200);
    expect(body).toMatchObject({ isIntact: true, findings: [] });
    expect(body.events).toBeGreaterThan(2 * EVENTS_OF_A_MONTH);
    const partial = await auditor().get(`/audit/verify?from=${lastMonth}&to=${lastMonth}`);
    expect(partial.body).toMatchObject({ isIntact: true, events: EVENTS_OF_A_MONTH });
  });

  it('is remembered for the operator, beside the room that the trail has', async () => {
    await auditor().get(`/audit/verify?from=${lastMonth}&to=${lastMonth}`);
    const { body, status } = await app.as('ops').get('/health/audit');
    expect(status).toBe(200);
    expect(body.lastVerification).toMatchObject({
      isIntact: true,
      events: EVENTS_OF_A_MONTH,
      findings: 0,
      from: lastMonth,
      to: lastMonth,
    });
    expect(body.partitions).toMatchObject({ isNextMissing: false, newest: expect.stringMatching(/^\d{4}-\d\d$/) });
    expect(body.archive).toMatchObject({ count: 1, oldest: archivedMonth, newest: archivedMonth });
    expect((await app.as('auditor').get('/health/audit')).status).toBe(403);
  });

  it.each(['from=2024', 'to=2024-13'])('refuses %s', async (query) => {
    expect((await auditor().get(`/audit/verify?${query}`)).status).toBe(400);
  });
});

describe('an export', () => {
  const body = (format: string) => ({
    format,
    patientId: lincoln().patientId,
    resourceType: 'allergy',
    action: 'read',
  });

  it('as CSV takes the edge off what a spreadsheet would run', async () => {
    await app
      .as('nurse')
      .get(`/patients/${lincoln().patientId}/allergies`, { 'user-agent': '=HYPERLINK("http://x","y")' });
    const { text, status, headers } = await auditor().post('/audit/exports', {
      format: 'csv',
      patientId: lincoln().patientId,
    });
    expect(status).toBe(200);
    expect(headers.get('content-disposition')).toContain('audit-events.csv');
    expect(text).toContain(`"'=HYPERLINK(""http://x"",""y"")"`);
    expect(text.split('\r\n')[0]).toMatch(/^id,occurred_at,action/);
  });

  it('as NDJSON and as FHIR holds the same events, those of the archive too', async () => {
    const ids = async (format: string) => {
      const { text } = await auditor().post('/audit/exports', body(format));
      return text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { id: string; resourceType: string });
    };
    const [plain, fhir] = [await ids('ndjson'), await ids('fhir')];
    expect(plain.length).toBeGreaterThan(5);
    expect(fhir.map(({ id }) => id)).toEqual(plain.map(({ id }) => id));
    expect(fhir.every(({ resourceType }) => resourceType === 'AuditEvent')).toBe(true);
  });
});

describe('breaking the glass', () => {
  const there = () => app.people.organizations.riverside.patientId;
  const reason = 'Unconscious at an away game, allergies unknown';

  it('opens a record outside for a stated reason, marks what is seen, and alerts who answers for the patient', async () => {
    const clinician = app.as('clinician');
    expect((await clinician.get(`/patients/${there()}`)).status).toBe(404);
    const opened = await clinician.post('/break-glass', { patientId: there(), reason });
    expect(opened.status).toBe(201);
    expect((await clinician.get(`/patients/${there()}`)).status).toBe(200);
    expect((await app.as('nurse').get(`/patients/${there()}`)).status).toBe(404);
    const { body } = await app.as('auditor', 'riverside').get(`/audit/events?breakGlass=true&patientId=${there()}`);
    expect(body.items).toEqual([
      expect.objectContaining({ action: 'read', purpose: 'BTG', isBreakGlass: true, breakGlassId: opened.body.id }),
      expect.objectContaining({ action: 'break-glass', isBreakGlass: true }),
    ]);
    const told = await app.as('auditor', 'riverside').get(`/audit/events/${body.items[1].id}`);
    expect(told.body.values).toEqual({ reason });
    const admin = app.as('org-admin', 'riverside');
    const { familyName } = (await admin.get(`/patients/${there()}`)).body;
    expect((await admin.get('/break-glass?unseen=true')).body.items).toEqual([
      expect.objectContaining({ id: opened.body.id, reason, familyName, userOrganizationName: 'lincoln school' }),
    ]);
    const alerts = async () => (await admin.get('/dashboard/alerts')).body.alerts;
    expect(await alerts()).toEqual([
      {
        kind: 'record-opened-from-outside',
        count: 1,
        isCapped: false,
        items: [expect.objectContaining({ grantId: opened.body.id, familyName })],
      },
    ]);
    expect(JSON.stringify((await app.as('nurse', 'riverside').get('/dashboard/alerts')).body)).not.toContain('outside');
    expect((await app.as('org-admin').get('/break-glass')).body.items).toEqual([]);
    expect((await admin.post(`/break-glass/${opened.body.id}/acknowledgement`)).status).toBe(200);
    expect((await admin.get('/break-glass?unseen=true')).body.items).toEqual([]);
    expect(await alerts()).toMatchObject([{ count: 0, items: [] }]);
  });

  it('ends after its hour', async () => {
    await app.as('clinician').post('/break-glass', { patientId: there(), reason });
    await app.database.sql(
      `UPDATE break_glass_grants SET granted_at = now() - interval '2 hours', expires_at = now() - interval '1 hour'`,
    );
    expect((await app.as('clinician').get(`/patients/${there()}`)).status).toBe(404);
  });

  it('needs a reason, a patient outside, and a clinician', async () => {
    const clinician = app.as('clinician');
    expect((await clinician.post('/break-glass', { patientId: there(), reason: 'because' })).status).toBe(400);
    expect((await clinician.post('/break-glass', { patientId: newId(), reason })).status).toBe(404);
    expect((await clinician.post('/break-glass', { patientId: lincoln().patientId, reason })).status).toBe(409);
    expect((await app.as('nurse').post('/break-glass', { patientId: there(), reason })).status).toBe(403);
  });
});

describe('a legal hold', () => {
  it('is placed once and released', async () => {
    const path = `/audit/patients/${lincoln().patientId}/legal-hold`;
    expect((await auditor().post(path, { reason: 'Smith v. district' })).status).toBe(201);
    expect((await auditor().post(path, { reason: 'again' })).status).toBe(409);
    expect((await auditor().get('/audit/legal-holds')).body.items).toHaveLength(1);
    expect((await app.as('auditor', 'riverside').get('/audit/legal-holds')).body.items).toEqual([]);
    expect((await auditor().delete(path)).status).toBe(204);
    expect((await auditor().delete(path)).status).toBe(404);
  });
});
