import type { PatientLine } from '../../api/duplicate-types.ts';

/** A name as lists have it. */
export function nameOf({ familyName, givenName }: Pick<PatientLine, 'familyName' | 'givenName'>): string {
  return `${familyName}, ${givenName}`;
}
