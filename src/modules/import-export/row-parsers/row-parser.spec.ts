import { array, assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { latestDateAt } from '../../../platform/http/future.rules.js';
import { planColumns } from './header.rules.js';
import { isBlank, RowParser } from './row-parser.rules.js';
import { IMPORT_TYPES, type ImportType } from './row-type.rules.js';
import { ROW_TYPES } from './row-types.rules.js';

const OPTIONS = {
  dateFormat: 'iso',
  timeZone: 'UTC',
  latest: latestDateAt(Date.parse('2026-11-27T00:00:00Z')),
} as const;

/** Parses one row given as an object, and gives its values by name and its faults as "column code". */
function parse(type: ImportType, row: Record<string, string>, mapping?: Record<string, string>) {
  const rowType = ROW_TYPES[type];
  const parser = new RowParser(rowType, planColumns(rowType, Object.keys(row), mapping), OPTIONS);
  const { values, faults } = parser.parse(Object.values(row));
  const named = Object.fromEntries(rowType.fields.map(({ name }, at) => [name, values[at]]));
  return { ...named, faults: faults.map(({ column, code }) => `${column} ${code}`) } as Record<string, unknown>;
}

const PATIENT = { mrn: 'A1', given_name: 'Ada', family_name: 'Byron', birth_date: '2012-05-06', sex: 'F' };

describe('a row of patients', () => {
  it('is understood', () => {
    expect(parse('patients', { ...PATIENT, email: 'a@b.example', phone: '+1 555 0100' })).toMatchObject({
      mrn: 'A1',
      sex: 'female',
      birth_date: '2012-05-06',
      email: 'a@b.example',
      grade: null,
      faults: [],
    });
  });

  it('tells all its faults at once, by the file’s own columns', () => {
    const row = {
      MRN: '',
      'Given Name': 'x'.repeat(101),
      family_name: 'B\u0007',
      birth_date: '2031-01-01',
      sex: '?',
      email: 'a@',
    };
    expect(parse('patients', row)['faults']).toEqual([
      'MRN required',
      'Given Name too-long',
      'family_name control-character',
      'birth_date future-date',
      'sex invalid-choice',
      'email invalid-email',
    ]);
  });

  it.each([
    ['M', 'male'],
    ['female', 'female'],
    ['FEMALE', 'female'],
    ['X', 'other'],
    ['non-binary', 'other'],
    ['U', 'unknown'],
  ])('takes %s for %s', (cell, sex) => {
    expect(parse('patients', { ...PATIENT, sex: cell })['sex']).toBe(sex);
  });

  it('gives back what we guarded against formulas', () => {
    expect(parse('patients', { ...PATIENT, grade: "'-1" })['grade']).toBe('-1');
    expect(parse('patients', { ...PATIENT, family_name: "'t Hooft" })['family_name']).toBe("'t Hooft");
  });
});

describe('a row of allergies', () => {
  it.each([
    ['', 'UNKNOWN'],
    ['SEVERE', 'SEVERE'],
    ['moderate', 'MODERATE'],
    ['life-threatening', 'LIFE_THREATENING'],
    ['Anaphylaxis', 'LIFE_THREATENING'],
    ['24484000', 'SEVERE'],
  ])('takes the severity %j for %s', (cell, severity) => {
    expect(parse('allergies', { mrn: 'A1', allergen: 'Peanut', severity: cell })).toMatchObject({
      severity,
      faults: [],
    });
  });
});

describe('a row of chronic conditions', () => {
  it('that has an end and no status is resolved', () => {
    const row = { PATIENT: 'A1', DESCRIPTION: 'Asthma', START: '2019-06-29', STOP: '2019-08-14' };
    const mapping = { PATIENT: 'mrn', DESCRIPTION: 'name', START: 'onset_date', STOP: 'resolved_date' };
    expect(parse('chronic-conditions', row, mapping)).toMatchObject({ status: 'RESOLVED', faults: [] });
    expect(parse('chronic-conditions', { ...row, STOP: '' }, mapping)).toMatchObject({ status: 'ACTIVE' });
    expect(parse('chronic-conditions', { ...row, STOP: '2019-01-01' }, mapping)['faults']).toEqual([
      'STOP dates-reversed',
    ]);
  });
});

describe('a row of vaccinations', () => {
  const row = { mrn: 'A1', cvx: '08', administered_on: '2021-08-23T03:26:50Z' };

  it.each(['8', '08', '008', '8.0'])('takes the code %s for 08', (cvx) => {
    expect(parse('vaccinations', { ...row, cvx })).toMatchObject({
      cvx: '08',
      administered_on: '2021-08-23',
      faults: [],
    });
  });

  it.each([
    ['MMR', 'invalid-code'],
    ['1234', 'invalid-code'],
    ['777', 'unknown-vaccine'],
    ['0', 'unknown-vaccine'],
  ])('refuses the code %s', (cvx, code) => {
    expect(parse('vaccinations', { ...row, cvx })['faults']).toEqual([`cvx ${code}`]);
  });

  it.each([
    ['2', []],
    ['2.0', []],
    ['2.5', ['dose_number invalid-number']],
    ['0', ['dose_number out-of-range']],
    ['two', ['dose_number invalid-number']],
  ])('reads the dose %s', (dose, faults) => {
    expect(parse('vaccinations', { ...row, dose_number: dose })['faults']).toEqual(faults);
  });
});

describe('a row of health records', () => {
  const row = { mrn: 'A1', occurred_at: '2024-01-02T08:30:00Z', description: 'Cough' };

  it.each([
    ['wellness', 'CHECKUP'],
    ['emergency', 'ILLNESS'],
    ['urgentcare', 'ILLNESS'],
    ['ambulatory', 'NOTE'],
    ['AMB', 'NOTE'],
    ['injury', 'INJURY'],
    ['', 'NOTE'],
  ])('takes the type %j for %s', (cell, type) => {
    expect(parse('health-records', { ...row, type: cell })).toMatchObject({ type, faults: [] });
  });

  it('of measurements alone needs neither type nor words', () => {
    const measured = { mrn: 'A1', occurred_at: '2024-01-02T08:30:00Z', height_cm: '131.5', weight_kg: '28' };
    expect(parse('health-records', measured)).toMatchObject({
      type: 'VITALS',
      description: 'Vital signs',
      height_cm: 131.5,
    });
    expect(parse('health-records', { ...row, description: '' })['faults']).toEqual(['description required']);
  });

  it.each([
    [{ temperature_c: '98.6' }, 'temperature_c out-of-range'],
    [{ height_cm: '1.31' }, 'height_cm out-of-range'],
    [{ height_cm: '131,5' }, 'height_cm invalid-number'],
    [{ height_cm: '1e2' }, 'height_cm invalid-number'],
    [{ spo2: '0.98' }, 'spo2 out-of-range'],
    [{ systolic: '80', diastolic: '120' }, 'diastolic out-of-range'],
  ])('questions %j', (measured, fault) => {
    expect(parse('health-records', { ...row, ...(measured as Record<string, string>) })['faults']).toEqual([fault]);
  });
});

describe('any row', () => {
  it('with more cells than columns is refused, unless they are empty', () => {
    const type = ROW_TYPES.allergies;
    const parser = new RowParser(type, planColumns(type, ['mrn', 'allergen']), OPTIONS);
    expect(parser.parse(['A1', 'Dust', '', ' ']).faults).toEqual([]);
    expect(parser.parse(['A1', 'Dust', 'x']).faults).toMatchObject([{ column: null, code: 'too-many-cells' }]);
    expect(parser.parse(['A1']).faults).toMatchObject([{ column: 'allergen', code: 'required' }]);
    expect(isBlank(['', '  ', '\t'])).toBe(true);
  });

  it('never throws, and never repeats a value in a message', () => {
    const secret = string({ minLength: 6, unit: 'binary' }).filter((cell) => cell.trim().length > 5);
    assert(
      property(constantFrom(...IMPORT_TYPES), array(secret, { minLength: 16, maxLength: 16 }), (name, cells) => {
        const type = ROW_TYPES[name];
        const header = type.fields.map((field) => field.name);
        const { faults, values } = new RowParser(type, planColumns(type, header), OPTIONS).parse(cells);
        expect(values).toHaveLength(type.fields.length);
        for (const { message } of faults) expect(cells.some((cell) => message.includes(cell.trim()))).toBe(false);
      }),
    );
  });
});
