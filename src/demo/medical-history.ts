import { plusDays, workday, DAYS_PER_MONTH } from './calendar.js';
import type { Chance } from './chance.js';
import { ALLERGIES, CONDITIONS, PROVIDERS, SCHEDULE } from './stories.data.js';

export interface MedicalHistory {
  allergies: {
    allergen: string;
    code: string;
    severity: string;
    reaction: string;
    notes?: string;
    onset_date: string;
  }[];
  conditions: {
    code: string;
    code_system: string;
    name: string;
    severity?: string;
    notes?: string;
    onset_date: string;
  }[];
  vaccinations: {
    cvx: string;
    administered_on: string;
    dose_number: number;
    lot_number: string;
    manufacturer: string;
    site: string;
    route: string;
    provider: string;
  }[];
}

/** Allergies, conditions and vaccinations of a child of the given age. */
export function medicalHistory(chance: Chance, birthDate: string, ageMonths: number): MedicalHistory {
  return {
    allergies: allergiesOf(chance, birthDate, ageMonths),
    conditions: conditionsOf(chance, birthDate, ageMonths),
    vaccinations: vaccinationsOf(chance, birthDate, ageMonths),
  };
}

function allergiesOf(chance: Chance, birthDate: string, ageMonths: number): MedicalHistory['allergies'] {
  return several(chance, [0.22, 0.25], ALLERGIES).map(({ allergen, code, severities, reaction, notes }) => ({
    allergen,
    code,
    severity: chance.oneOf(severities),
    reaction,
    notes,
    onset_date: someDay(chance, birthDate, ageMonths),
  }));
}

function conditionsOf(chance: Chance, birthDate: string, ageMonths: number): MedicalHistory['conditions'] {
  const weighted = CONDITIONS.flatMap((condition) =>
    condition.isOften ? [condition, condition, condition] : [condition],
  );
  return several(chance, [0.24, 0.2], weighted).map(({ code, name, severity, notes }) => ({
    code,
    code_system: 'ICD-10-CM',
    name,
    severity,
    notes,
    onset_date: someDay(chance, birthDate, ageMonths),
  }));
}

/** One child in nine missed doses at some time, so that there is something to catch up with. */
function vaccinationsOf(chance: Chance, birthDate: string, ageMonths: number): MedicalHistory['vaccinations'] {
  const chanceToMiss = chance.happens(0.11) ? 0.35 : 0.01;
  return SCHEDULE.flatMap(({ cvx, manufacturer, monthsAtDose }) =>
    monthsAtDose
      .filter((months) => months + 1 < ageMonths && !chance.happens(chanceToMiss))
      .map((months, index) => ({
        cvx,
        administered_on: dayOfDose(chance, birthDate, months),
        dose_number: index + 1,
        lot_number: `${chance.oneOf(['A', 'K', 'U', 'W'])}${chance.between(1000, 9999)}${chance.oneOf(['AA', 'B', 'C'])}`,
        manufacturer,
        site: chance.oneOf(['left arm', 'right arm', 'left thigh']),
        route: 'intramuscular',
        provider: chance.oneOf(PROVIDERS),
      })),
  );
}

/** The first dose is given in the hospital, whatever day of the week a child is born. */
function dayOfDose(chance: Chance, birthDate: string, months: number): string {
  return months === 0
    ? plusDays(birthDate, chance.between(0, 2))
    : workday(plusDays(birthDate, months * DAYS_PER_MONTH + chance.between(4, 20)));
}

/** Different items: one with the first probability, a further one with the second, and so on. */
function several<T>(chance: Chance, probabilities: readonly number[], items: readonly T[]): T[] {
  const chosen = new Set<T>();
  for (const probability of probabilities) {
    if (!chance.happens(probability)) break;
    chosen.add(chance.oneOf(items));
  }
  return [...chosen];
}

function someDay(chance: Chance, birthDate: string, ageMonths: number): string {
  return plusDays(birthDate, chance.between(300, Math.max(301, Math.floor(ageMonths * DAYS_PER_MONTH))));
}
