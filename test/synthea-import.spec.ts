import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JobWorker } from '../src/platform/queue/index.js';
import { testApp, type TestApp } from '../src/testing/test-app.js';

/** Synthea's CSV export, where somebody has put one; the repository holds none. */
const FOLDER = process.env['SYNTHEA_DIR'] ?? '../shared/data/synthea';
const isPresent = existsSync(join(FOLDER, 'patients.csv'));
if (!isPresent) console.warn(`Skipped: there is no Synthea export in ${FOLDER}; set SYNTHEA_DIR to try one.`);

const FILES: [type: string, file: string, mapping: Record<string, string>][] = [
  [
    'patients',
    'patients.csv',
    { Id: 'mrn', FIRST: 'given_name', LAST: 'family_name', BIRTHDATE: 'birth_date', GENDER: 'sex' },
  ],
  [
    'allergies',
    'allergies.csv',
    { PATIENT: 'mrn', DESCRIPTION: 'allergen', SEVERITY1: 'severity', DESCRIPTION1: 'reaction', START: 'onset_date' },
  ],
  [
    'chronic-conditions',
    'conditions.csv',
    { PATIENT: 'mrn', DESCRIPTION: 'name', START: 'onset_date', STOP: 'resolved_date' },
  ],
  ['vaccinations', 'immunizations.csv', { PATIENT: 'mrn', CODE: 'cvx', DATE: 'administered_on' }],
  [
    'health-records',
    'encounters.csv',
    { PATIENT: 'mrn', START: 'occurred_at', ENCOUNTERCLASS: 'type', REASONDESCRIPTION: 'notes' },
  ],
];

(isPresent ? describe : describe.skip)('the files of Synthea', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await testApp({ IMPORT_CHUNK_ROWS: '500' });
  });
  afterAll(() => app.close());

  async function importFile(type: string, file: string, mapping: Record<string, string>) {
    const data = new FormData();
    data.append('type', type);
    data.append('organizationId', app.people.organizations.lincoln.id);
    data.append('mapping', JSON.stringify(mapping));
    data.append('file', new Blob([readFileSync(join(FOLDER, file))]), file);
    const { body } = await app.as('nurse').post('/imports', data);
    await app.get(JobWorker).runDue();
    return (await app.as('nurse').get(`/imports/${body.id}`)).body;
  }

  it.each(FILES)(
    'import as %s, with counts that add up, and a second time as duplicates',
    async (type, file, mapping) => {
      const first = await importFile(type, file, mapping);
      const rows = readFileSync(join(FOLDER, file), 'utf8').trimEnd().split('\n').length - 1;
      expect(first).toMatchObject({ status: 'completed', totalRows: rows, rejectedRows: 0 });
      expect(first.insertedRows + first.duplicateRows).toBe(rows);
      expect(first.insertedRows).toBeGreaterThan(0);
      const second = await importFile(type, file, mapping);
      expect(second).toMatchObject({ status: 'completed', totalRows: rows, duplicateRows: rows, insertedRows: 0 });
      console.info(`${file}: ${first.insertedRows} inserted, ${first.duplicateRows} duplicates`);
    },
  );

  it('keep their dates as written, whatever zone they were written in', async () => {
    const [line] = readFileSync(join(FOLDER, 'immunizations.csv'), 'utf8').split('\n').slice(1);
    const [instant = '', mrn = '', , cvx = ''] = line?.split(',') ?? [];
    const found = await app.database.sql(
      `SELECT v.administered_on::text AS day FROM vaccinations v JOIN patients p ON p.id = v.patient_id
        WHERE p.mrn = $1 AND v.cvx = $2 AND v.administered_on = $3::date`,
      [mrn, cvx.padStart(2, '0'), instant.slice(0, 10)],
    );
    expect(found).toEqual([{ day: instant.slice(0, 10) }]);
  });
});
