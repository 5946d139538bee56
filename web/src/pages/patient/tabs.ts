import type { Role } from '../../api/types.ts';
import { seesGenomes, seesWhoLooked } from '../../shell/places.ts';
import type { patientText } from '../../text/patient.ts';

export type Tab = Exclude<keyof typeof patientText.tabs, 'label'>;

const ALL: Tab[] = [
  'summary',
  'timeline',
  'allergies',
  'conditions',
  'vaccinations',
  'vitals',
  'growth',
  'genome',
  'access',
];

/** Which parts of a record a role works with. */
export function tabsOf(role: Role): Tab[] {
  return ALL.filter((tab) => {
    if (tab === 'access') return seesWhoLooked(role);
    if (tab === 'genome') return seesGenomes(role);
    return true;
  });
}
