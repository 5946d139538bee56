/** What a person does at an organization. A role in an organization holds in all under it. */
export const ROLES = [
  'nurse',
  'clinician',
  'receptionist',
  'org-admin',
  'patient',
  'auditor',
  'ops',
  'superadmin',
] as const;

export type Role = (typeof ROLES)[number];

/** Who is asking. Role and organization are read from the database on every request, not from the token. */
export interface Actor {
  readonly userId: string;
  readonly sessionId: string;
  readonly role: Role;
  readonly organizationId: string;
  /** The patient that a `patient` user is. */
  readonly patientId?: string;
}

/** True where the actor's reach does not end at an organization. */
export function reachesAll(actor: Actor): boolean {
  return actor.role === 'superadmin';
}
