import { referenceTables } from '../modules/health-record/growth/reference-tables.rules.js';
import { valueAt } from '../modules/health-record/growth/lms.rules.js';
import { daysBetween, DAYS_PER_MONTH, plusDays, workday } from './calendar.js';
import type { Chance } from './chance.js';
import { PROVIDERS, VISITS } from './stories.data.js';

export interface Visit {
  type: string;
  occurred_at: string;
  description: string;
  provider: string;
  vital?: Record<string, number>;
}

interface Child {
  sex: 'female' | 'male';
  birthDate: string;
  today: string;
}

/** How a child grows: near its own line between the percentiles, as children do. */
interface Build {
  heightZ: number;
  bmiZ: number;
}

/** Yearly check-ups from the second birthday on, each with its measurements, and the visits of the last year. */
export function visitsOf(chance: Chance, child: Child): Visit[] {
  const build = { heightZ: chance.normal() * 0.9, bmiZ: chance.normal() };
  return [...checkups(chance, child, build), ...schoolVisits(chance, child)];
}

function checkups(chance: Chance, child: Child, build: Build): Visit[] {
  const ageDays = daysBetween(child.birthDate, child.today);
  const visits: Visit[] = [];
  for (let day = 2 * 365 + chance.between(10, 80); day < ageDays; day += 365 + chance.between(-25, 40)) {
    if (!chance.happens(0.93)) continue;
    const date = workday(plusDays(child.birthDate, day));
    visits.push({
      type: 'CHECKUP',
      occurred_at: `${date}T${chance.between(13, 21)}:${chance.oneOf(['00', '15', '30', '45'])}:00Z`,
      description: chance.oneOf(['Well-child visit.', 'Yearly check-up; growing well.', 'Sports physical; cleared.']),
      provider: chance.oneOf(PROVIDERS),
      vital: vitalsOf(chance, child.sex, day / DAYS_PER_MONTH, build),
    });
  }
  return visits;
}

function vitalsOf(chance: Chance, sex: Child['sex'], ageMonths: number, build: Build): Record<string, number> {
  const { heightForAge, bmiForAge } = referenceTables('cdc-2000');
  const height = heightForAge?.[sex].at(Math.min(ageMonths, 239));
  const bodyMass = bmiForAge?.[sex].at(Math.max(24.5, Math.min(ageMonths, 239)));
  if (!height || !bodyMass) throw new RangeError(`The growth reference has no value at ${ageMonths} months.`);
  const heightCm = valueAt(build.heightZ + chance.normal() * 0.06, height);
  const weightKg = valueAt(build.bmiZ + chance.normal() * 0.12, bodyMass) * (heightCm / 100) ** 2;
  const ageYears = ageMonths / 12;
  return {
    heightCm: rounded(heightCm),
    weightKg: rounded(weightKg),
    temperatureC: rounded(36.7 + chance.normal() * 0.2),
    systolic: Math.round(90 + ageYears * 1.6 + chance.normal() * 7),
    diastolic: Math.round(56 + ageYears * 0.8 + chance.normal() * 5),
    heartRate: Math.round(108 - ageYears * 2 + chance.normal() * 8),
    respiratoryRate: Math.round(24 - ageYears * 0.5 + chance.normal() * 1.5),
    spo2: chance.between(97, 100),
  };
}

/** What brought the child to the nurse; more of it lately, so that a dashboard has something to show. */
function schoolVisits(chance: Chance, { today }: Child): Visit[] {
  const types = ['ILLNESS', 'ILLNESS', 'INJURY', 'INJURY', 'SCREENING', 'MEDICATION', 'NOTE', 'INCIDENT'] as const;
  return Array.from({ length: chance.between(0, 5) }, () => {
    const type = chance.oneOf(types);
    const daysAgo = Math.floor(240 * chance.fraction() ** 2) + 1;
    const date = workday(plusDays(today, -daysAgo));
    const visit: Visit = {
      type,
      occurred_at: `${date}T${chance.between(14, 20)}:${String(chance.between(0, 59)).padStart(2, '0')}:00Z`,
      description: chance.oneOf<string>(VISITS[type]),
      provider: chance.oneOf(PROVIDERS.slice(0, 2)),
    };
    if (type === 'ILLNESS')
      visit.vital = { temperatureC: rounded(37.3 + chance.fraction() * 1.6), heartRate: chance.between(84, 118) };
    return visit;
  });
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
