import { describe, expect, it } from '@jest/globals';
import { planColumns, suggestMapping } from './header.rules.js';
import { ROW_TYPES } from './row-types.rules.js';

const patients = ROW_TYPES.patients;

describe('the columns of a file', () => {
  it('are found without regard to case, blanks, _ and -', () => {
    const plan = planColumns(patients, ['MRN', 'Given Name', 'family-name', 'BIRTH_DATE', ' Sex ', 'E_Mail']);
    expect(plan.faults).toEqual([]);
    expect(plan.columnOf).toEqual([0, 1, 2, 3, 4, -1, 5, -1]);
  });

  it('are found by a mapping of the file’s names to ours, which wins over names', () => {
    const header = ['Id', 'mrn', 'FIRST', 'LAST', 'BIRTHDATE', 'GENDER', 'ZIP'];
    const mapping = { Id: 'mrn', FIRST: 'givenName', LAST: 'family_name', BIRTHDATE: 'birth_date', gender: 'sex' };
    const plan = planColumns(patients, header, mapping);
    expect(plan.faults).toEqual([]);
    expect(plan.columnOf.slice(0, 5)).toEqual([0, 2, 3, 4, 5]);
    expect(plan.ignored).toEqual(['mrn', 'ZIP']);
  });

  it('can be left out by mapping them to nothing', () => {
    const plan = planColumns(ROW_TYPES.vaccinations, ['mrn', 'cvx', 'administered_on', 'provider'], { provider: '' });
    expect(plan.ignored).toEqual(['provider']);
  });

  it('are all told that are missing, doubled or mapped amiss', () => {
    const plan = planColumns(patients, ['mrn', 'MRN', 'x'], { nowhere: 'sex', x: 'shoe_size' });
    expect(plan.faults.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'mapping.nowhere unknown-column',
      'mapping.x unknown-field',
      'file duplicate-column',
      'file missing-column',
      'file missing-column',
      'file missing-column',
      'file missing-column',
    ]);
  });

  it('may have names that JavaScript holds dear', () => {
    const plan = planColumns(patients, [
      '__proto__',
      'constructor',
      'mrn',
      'given name',
      'family name',
      'birth date',
      'sex',
    ]);
    expect(plan.faults).toEqual([]);
    expect(plan.ignored).toEqual(['__proto__', 'constructor']);
  });

  it('that are duplicates but not ours do no harm', () => {
    const plan = planColumns(ROW_TYPES.allergies, ['x', 'x', 'mrn', 'allergen']);
    expect(plan.faults).toEqual([]);
  });
});

describe('a suggested mapping', () => {
  it('knows what people call their columns', () => {
    const plan = planColumns(patients, ['Id', 'BIRTHDATE', 'FIRST', 'LAST', 'GENDER', '__proto__']);
    expect({ ...suggestMapping(patients, plan) }).toEqual({
      Id: 'mrn',
      FIRST: 'given_name',
      LAST: 'family_name',
      GENDER: 'sex',
    });
    expect(plan.columnOf[3]).toBe(1);
  });

  it('gives each column to one field', () => {
    const type = ROW_TYPES['chronic-conditions'];
    const plan = planColumns(type, ['START', 'STOP', 'PATIENT', 'ENCOUNTER', 'CODE', 'DESCRIPTION']);
    expect({ ...suggestMapping(type, plan) }).toEqual({
      PATIENT: 'mrn',
      DESCRIPTION: 'name',
      START: 'onset_date',
      STOP: 'resolved_date',
    });
  });
});
