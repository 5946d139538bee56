import type { Chance } from './chance.js';
import { daysBetween, DAYS_PER_MONTH, gradeOn, plusDays } from './calendar.js';
import { medicalHistory, type MedicalHistory } from './medical-history.js';
import { FAMILY_NAMES, GIVEN_NAMES, STREETS } from './stories.data.js';
import { visitsOf, type Visit } from './visits.js';

/** The school that a story plays in. */
export interface Setting {
  today: string;
  mrnPrefix: string;
  ageYears: readonly [youngest: number, oldest: number];
}

/** One invented child: who they are, and what their record says. */
export interface PatientStory extends MedicalHistory {
  person: {
    mrn: string;
    givenName: string;
    familyName: string;
    birthDate: string;
    sex: 'female' | 'male';
    grade: string;
    phone: string;
    address: string;
    guardian: { name: string; relationship: string; phone: string };
  };
  visits: Visit[];
}

/** Tells the story of the child with the given number in the school's list. */
export function patientStory(chance: Chance, setting: Setting, number: number): PatientStory {
  const sex = chance.oneOf(['female', 'male'] as const);
  const [youngest, oldest] = setting.ageYears;
  const birthDate = plusDays(setting.today, -chance.between(youngest * 365 + 30, oldest * 365));
  const familyName = chance.oneOf(FAMILY_NAMES);
  const ageMonths = daysBetween(birthDate, setting.today) / DAYS_PER_MONTH;
  const person = {
    mrn: `${setting.mrnPrefix}-${String(number).padStart(4, '0')}`,
    givenName: chance.oneOf(GIVEN_NAMES[sex]),
    familyName,
    birthDate,
    sex,
    grade: gradeOn(setting.today, birthDate),
    address: `${chance.between(1, 299)} ${chance.oneOf(STREETS)}`,
    ...family(chance, familyName),
  };
  return {
    person,
    ...medicalHistory(chance, birthDate, ageMonths),
    visits: visitsOf(chance, { sex, birthDate, today: setting.today }),
  };
}

/** 555-0100 to 555-0199 are kept free for stories by the North American Numbering Plan. */
function family(chance: Chance, familyName: string): Pick<PatientStory['person'], 'phone' | 'guardian'> {
  const phone = `+1 217 555 01${String(chance.between(0, 99)).padStart(2, '0')}`;
  const relationship = chance.oneOf(['mother', 'father', 'grandmother']);
  const givenName = chance.oneOf(GIVEN_NAMES[relationship === 'father' ? 'male' : 'female']);
  return { phone, guardian: { name: `${givenName} ${familyName}`, relationship, phone } };
}
