import type { Role } from '../../platform/access/actor.js';

/** Administrative sex, after HL7 FHIR AdministrativeGender. */
export const SEXES = ['female', 'male', 'other', 'unknown'] as const;
export type Sex = (typeof SEXES)[number];

/** What a patient may need, by which the worklist can be narrowed. */
export const PATIENT_NEEDS = ['severe-allergy', 'action-plan', 'review'] as const;
export type PatientNeed = (typeof PATIENT_NEEDS)[number];

/** Those who care for patients, and see and write their clinical records. */
export const CARE_TEAM: readonly Role[] = ['nurse', 'clinician', 'superadmin'];

/** Those who may read clinical records: the care team, and the patients their own. */
export const RECORD_READERS: readonly Role[] = [...CARE_TEAM, 'patient'];

/** Those who find patients and keep their identity and contact data, without their clinical records. */
export const WORKLIST_READERS: readonly Role[] = [...CARE_TEAM, 'receptionist', 'org-admin'];
export const PATIENT_READERS: readonly Role[] = [...WORKLIST_READERS, 'patient'];

/** Those who register patients and correct who they are. */
export const PATIENT_WRITERS: readonly Role[] = [...WORKLIST_READERS];

/** Those who may say that two patients are one, and move one to another organization that they reach. */
export const PATIENT_MERGERS: readonly Role[] = [...CARE_TEAM, 'org-admin'];
