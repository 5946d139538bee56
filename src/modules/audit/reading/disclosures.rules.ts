/** A disclosure in words that a parent understands. */
export interface Disclosure {
  eventId: string;
  occurredAt: string;
  /** The person, or the service itself. */
  who: string;
  role: string;
  organization: string;
  what: string;
  why: string;
  /** The record number of the registration that was seen, where it was a second one of this patient and was merged into this since. */
  mergedMrn: string | null;
  /** True when somebody from outside opened the record for a stated reason. */
  isBreakGlass: boolean;
  archived: boolean;
}

const ROLES: Readonly<Record<string, string>> = {
  nurse: 'nurse',
  clinician: 'clinician',
  receptionist: 'receptionist',
  'org-admin': 'administrator',
  patient: 'the patient or a guardian',
  auditor: 'auditor',
  ops: 'technical staff',
  superadmin: 'technical administrator',
};

/** The thing stands where the `…` is, else behind. */
const VERBS: Readonly<Record<string, string>> = {
  read: 'looked at',
  list: 'looked at',
  search: 'found in a search',
  download: 'downloaded',
  create: 'added to',
  update: 'corrected',
  retire: 'took away',
  restore: 'restored',
  merge: 'merged',
  transfer: 'moved, to another organization,',
  delete: 'deleted',
  upload: 'uploaded',
  cancel: 'cancelled',
  execute: 'worked on',
  import: 'brought in … from a file',
  export: 'sent out … in a file',
  'break-glass': 'opened, from outside the organization,',
  'rotate-key': 'renewed the encryption of',
  'destroy-key': 'destroyed the key of',
};

const THINGS: Readonly<Record<string, string>> = {
  patient: 'name, birth date and contact data',
  summary: 'the summary of the record',
  'patient-summary': 'the summary of the record',
  allergy: 'allergies',
  'chronic-condition': 'long-term conditions',
  vaccination: 'vaccinations',
  'health-record': 'visits and notes',
  growth: 'growth measurements',
  genome: 'genetic data',
  variant: 'genetic data',
  trait: 'genetic findings',
  'lab-report': 'laboratory reports',
  biomarker: 'laboratory values',
  import: 'records',
  export: 'records',
  'break-glass': 'the record',
  'patient-key': 'the record',
  disclosure: 'this list',
};

const REASONS: Readonly<Record<string, string>> = {
  TREAT: 'to care for the patient',
  BTG: 'in an emergency, for a stated reason',
  HOPERAT: 'to run the organization or to check its work',
  HSYSADMIN: 'to keep the service running',
  PATRQT: 'at the wish of the patient or a guardian',
  PUBHLTH: 'for public health',
};

export function roleInWords(role: string | null): string {
  return role === null ? 'the service itself' : (ROLES[role] ?? role);
}

/** 'looked at vaccinations'. */
export function deedInWords(action: string, resourceType: string): string {
  const thing = THINGS[resourceType] ?? resourceType.replaceAll('-', ' ');
  const verb = VERBS[action] ?? action;
  return verb.includes('…') ? verb.replace('…', thing) : `${verb} ${thing}`;
}

export function purposeInWords(purpose: string): string {
  return REASONS[purpose] ?? purpose;
}
