import type { Me, Role } from '../api/types.ts';
import { text } from '../text/en.ts';

export interface Place {
  path: string;
  label: string;
}

const CARING: Role[] = ['nurse', 'clinician', 'receptionist', 'org-admin', 'superadmin'];

const PLACES: (Place & { roles: Role[] })[] = [
  { path: '/today', label: text.nav.today, roles: CARING },
  { path: '/patients', label: text.nav.patients, roles: CARING },
  { path: '/search', label: text.nav.search, roles: ['nurse', 'clinician', 'superadmin'] },
  { path: '/imports', label: text.nav.imports, roles: ['nurse', 'clinician', 'org-admin', 'superadmin'] },
  { path: '/exports', label: text.nav.exports, roles: ['nurse', 'clinician', 'org-admin', 'superadmin'] },
  { path: '/operations', label: text.nav.operations, roles: ['ops', 'superadmin'] },
  { path: '/audit', label: text.nav.audit, roles: ['auditor', 'superadmin'] },
];

/** Where this person has work to do. It decides what is shown; what is allowed the service decides on every call. */
export function placesOf(me: Me): Place[] {
  if (me.role === 'patient') {
    return me.patientId ? [{ path: `/patients/${me.patientId}`, label: text.nav.record }] : [];
  }
  return PLACES.filter((place) => place.roles.includes(me.role));
}

/** Whether an address is a place of this person's; one that is nobody's leads to the page that says so. */
export function isOpenTo(me: Me, path: string): boolean {
  const isIn = (place: Place): boolean => path === place.path || path.startsWith(`${place.path}/`);
  return placesOf(me).some(isIn) || !PLACES.some(isIn);
}

/** Which of a patient's data a role may write, so that no button leads to a refusal. */
export function mayRecord(role: Role): boolean {
  return role === 'nurse' || role === 'clinician' || role === 'superadmin';
}

/** Reception and administration see who a patient is, not what they have. */
export function mayReadRecords(role: Role): boolean {
  return mayRecord(role) || role === 'patient';
}

/** Who may say that two patients are one. */
export function mayMerge(role: Role): boolean {
  return mayRecord(role) || role === 'org-admin';
}

/** Who may read who looked: auditors from their page, the patient, and the administration that answers such requests. */
export function seesWhoLooked(role: Role): boolean {
  return role === 'patient' || role === 'org-admin' || role === 'superadmin';
}

/** A genome is for the clinician in charge and the person it is of. */
export function seesGenomes(role: Role): boolean {
  return role === 'clinician' || role === 'patient' || role === 'superadmin';
}
