import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { recordedLines } from '../src/testing/recorded-log.js';
import { testApp, type TestApp } from '../src/testing/test-app.js';

/** Names, numbers and words that stand for a patient in this and other specs; none may reach a log line. */
const SEEDED = [
  'Testa',
  'Probanda',
  'USER-lincoln',
  'USER-riverside',
  'Quillfeather',
  'MRN-77-SECRET',
  'whisper-note',
  '555 0199',
];

describe('the log of a test run', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await testApp();
  });
  afterAll(() => app.close());

  it('holds no name, MRN or note, whatever goes right or wrong', async () => {
    const nurse = app.as('nurse');
    const { id: organizationId } = app.people.organizations.lincoln;
    const person = {
      mrn: 'MRN-77-SECRET',
      givenName: 'Zephyrine',
      familyName: 'Quillfeather',
      birthDate: '2013-03-03',
      sex: 'female',
      phone: '+1 559 555 0199',
      organizationId,
    };
    const { body } = await nurse.post('/patients', person);
    expect((await nurse.post('/patients', person)).status).toBe(409);
    expect((await nurse.get('/patients?search=Quillfeather')).status).toBe(200);
    expect((await nurse.get('/patients?search=Quillfeather&limit=9999')).status).toBe(400);
    expect(
      (await nurse.send('POST', '/patients', '{"familyName":"Quillfeather",', { 'content-type': 'application/json' }))
        .status,
    ).toBe(400);
    const path = `/patients/${body.id}/health-records`;
    const visit = { type: 'NOTE', occurredAt: '2026-01-01T00:00:00Z', description: 'Talk', notes: 'whisper-note' };
    expect((await nurse.post(path, visit)).status).toBe(201);
    await app.database.sql('ALTER TABLE health_records ADD CONSTRAINT never CHECK (false) NOT VALID');
    const broken = await nurse.post(path, { ...visit, description: 'Quillfeather again' });
    expect(broken.status).toBe(500);
    expect(broken.text).not.toContain('Quillfeather');
    new Logger('test').warn('this line proves that lines are recorded');
    const lines = recordedLines();
    expect(lines.some((line) => line.includes('lines are recorded'))).toBe(true);
    expect(lines.some((line) => line.includes('SQLSTATE 23514'))).toBe(true);
    expect(lines.filter((line) => SEEDED.some((word) => line.includes(word)))).toEqual([]);
  });
});
