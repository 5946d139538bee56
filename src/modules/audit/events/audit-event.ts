/**
 * What can happen to a patient's data or to the service that keeps it, after IHE ATNA (RFC 3881), FHIR R4 AuditEvent and
 * ASTM E2147: who, what, whose, when, where, why, and with what outcome. The union is closed: an event that is not
 * foreseen here does not compile.
 */
export type AuditEvent =
  | ReadEvent
  | ChangeEvent
  | BulkEvent
  | SessionEvent
  | BreakGlassEvent
  | KeyEvent
  | AuditLogEvent;

/** What an event is about: a noun in kebab-case, the same word as the `resource` of the route's @Access rule. */
export type ResourceType = string;

const READ_ACTIONS = ['read', 'list', 'search', 'download'] as const;
const CHANGE_ACTIONS = [
  'create',
  'update',
  'retire',
  'restore',
  'merge',
  'transfer',
  'delete',
  'upload',
  'cancel',
  'execute',
  'undo',
] as const;
const BULK_ACTIONS = ['import', 'export'] as const;
const SESSION_ACTIONS = ['sign-in', 'sign-out', 'refresh', 'refresh-reuse'] as const;

/** Every action an event can have. */
export const AUDIT_ACTIONS = [
  ...READ_ACTIONS,
  ...CHANGE_ACTIONS,
  ...BULK_ACTIONS,
  ...SESSION_ACTIONS,
  'break-glass',
  'rotate-key',
  'destroy-key',
  'verify',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Why the data was used: codes of HL7 v3 PurposeOfUse. BTG marks what was seen behind broken glass. */
const PURPOSES = ['TREAT', 'BTG', 'HOPERAT', 'HSYSADMIN', 'PATRQT', 'PUBHLTH'] as const;
export type PurposeOfUse = (typeof PURPOSES)[number];

export const OUTCOMES = ['success', 'denied', 'failed'] as const;
export type AuditOutcome = (typeof OUTCOMES)[number];

/** A patient and the organization that keeps the record. */
export interface AuditedPatient {
  id: string;
  organizationId: string;
}

/** Who did it, where no request says so: jobs and the command line. */
export interface AuditActor {
  userId: string | null;
  role: string | null;
  organizationId: string | null;
  sessionId: string | null;
}

/** Counts and ids beside the event that are nobody's health data; stored readable. */
export type AuditDetail = Readonly<Record<string, string | number | boolean | null>>;

interface EventMembers {
  resource: ResourceType;
  resourceId?: string | null;
  /** Default: the patient of the running request, if its route names one. */
  patient?: AuditedPatient | null;
  /** Default: the signed-in user of the running request; outside one, the service itself. */
  actor?: AuditActor;
  outcome?: AuditOutcome;
  /** Default: TREAT for staff, PATRQT for the patient, HSYSADMIN for the service, BTG behind broken glass. */
  purpose?: PurposeOfUse;
  /** Default: what the access check found. */
  breakGlassId?: string | null;
  detail?: AuditDetail;
}

/** Somebody saw a patient's data, a list of patients, or a file. */
export interface ReadEvent extends EventMembers {
  action: (typeof READ_ACTIONS)[number];
}

/** Something was changed; both values are sealed under the patient's key, and need a patient. */
export interface ChangeEvent extends EventMembers {
  action: (typeof CHANGE_ACTIONS)[number];
  previous?: Readonly<Record<string, unknown>> | null;
  next?: Readonly<Record<string, unknown>> | null;
}

/** A file went in or out. */
export interface BulkEvent extends EventMembers {
  action: (typeof BULK_ACTIONS)[number];
  resourceId: string | null;
}

/** Somebody came, went, or tried to. */
export interface SessionEvent extends EventMembers {
  action: (typeof SESSION_ACTIONS)[number];
  resource: 'session';
  patient?: null;
}

/** A clinician opened a record outside the own organization, and said why; the reason is sealed. */
export interface BreakGlassEvent extends EventMembers {
  action: 'break-glass';
  resource: 'break-glass';
  patient: AuditedPatient;
  breakGlassId: string;
  reason: string;
}

/** A patient's key was rotated or destroyed. */
export interface KeyEvent extends EventMembers {
  action: 'rotate-key' | 'destroy-key';
  resource: 'patient-key';
  patient: AuditedPatient;
}

/** The audit log itself was verified; reads of it are `read`, `list` and `export` events. */
export interface AuditLogEvent extends EventMembers {
  action: 'verify';
  resource: 'audit-verification';
  patient?: null;
}
