import { describe, expect, it } from '@jest/globals';
import { vaccineOf } from '../modules/health-record/vaccinations/cvx.rules.js';
import { gradeOn } from './calendar.js';
import { Chance } from './chance.js';
import { patientStory } from './patient-story.js';

const today = '2026-10-14';
const setting = { today, mrnPrefix: 'X', ageYears: [5, 18] as const };
const tell = (seed: number, count: number) => {
  const chance = new Chance(seed);
  return Array.from({ length: count }, (_, index) => patientStory(chance, setting, index + 1));
};

describe('the demo patients', () => {
  it('are the same wherever they are made', () => {
    expect(tell(7, 20)).toEqual(tell(7, 20));
    expect(tell(7, 20)).not.toEqual(tell(8, 20));
  });

  it('have nothing happen to them before their birth or after today', () => {
    for (const { person, allergies, conditions, vaccinations, visits } of tell(1, 300)) {
      const dates = [
        ...allergies.map((row) => row.onset_date),
        ...conditions.map((row) => row.onset_date),
        ...vaccinations.map((row) => row.administered_on),
        ...visits.map((row) => row.occurred_at.slice(0, 10)),
      ];
      expect(dates.every((date) => date >= person.birthDate && date <= today)).toBe(true);
    }
  });

  it('were given only vaccines that there are, and grow as children do', () => {
    const stories = tell(2, 200);
    expect(stories.flatMap(({ vaccinations }) => vaccinations).every(({ cvx }) => vaccineOf(cvx))).toBe(true);
    const measured = stories.flatMap(({ visits }) => visits.filter(({ type }) => type === 'CHECKUP'));
    expect(measured.length).toBeGreaterThan(1000);
    for (const { vital } of measured) {
      expect(vital).toMatchObject({ heightCm: expect.any(Number), weightKg: expect.any(Number) });
      expect(vital?.['heightCm']).toBeGreaterThan(70);
      expect(vital?.['systolic']).toBeGreaterThan(Number(vital?.['diastolic']));
    }
  });
});

it.each([
  ['2026-10-14', '2021-08-31', 'K'],
  ['2026-10-14', '2021-09-02', 'K'],
  ['2026-10-14', '2020-08-31', '1'],
  ['2026-10-14', '2020-09-02', 'K'],
  ['2026-06-01', '2014-05-01', '6'],
  ['2026-10-14', '2008-05-01', '12'],
])('on %s a child born on %s is in grade %s', (day, birthDate, grade) => {
  expect(gradeOn(day, birthDate)).toBe(grade);
});
