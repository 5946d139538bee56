import type { Role } from '../platform/access/actor.js';

/** A school of the demo: its people have addresses at its domain, its children an age of its kind. */
export interface DemoSchool {
  name: string;
  kind: 'school';
  timeZone: string;
  domain: string;
  mrnPrefix: string;
  ageYears: readonly [number, number];
  patients: number;
  seed: number;
}

export const DEMO_DISTRICT = {
  name: 'White Cross Demo District',
  kind: 'district',
  timeZone: 'America/Chicago',
} as const;

export const DEMO_SCHOOLS: readonly DemoSchool[] = [
  {
    name: 'Lincoln Elementary School',
    kind: 'school',
    timeZone: 'America/Chicago',
    domain: 'lincoln.demo',
    mrnPrefix: 'LIN',
    ageYears: [5, 11],
    patients: 110,
    seed: 1865,
  },
  {
    name: 'Riverside High School',
    kind: 'school',
    timeZone: 'America/Chicago',
    domain: 'riverside.demo',
    mrnPrefix: 'RIV',
    ageYears: [11, 18],
    patients: 90,
    seed: 1905,
  },
];

/** Those who work at each school; its `patient` user comes with the first patient. */
export const DEMO_ROLES: readonly Role[] = ['nurse', 'clinician', 'receptionist', 'org-admin', 'auditor', 'ops'];
