import type { Patient } from './patient.model.js';
import type { PatientContact } from './patient-contact.js';
import type { Sex } from './patient.rules.js';

/** Who a patient is. */
export interface PatientIdentity {
  id: string;
  organizationId: string;
  mrn: string;
  givenName: string;
  familyName: string;
  birthDate: string;
  sex: Sex;
  grade: string | null;
}

/** A patient as the API shows one: who they are and how to reach them. */
export interface PatientView extends PatientIdentity, PatientContact {
  version: number;
  createdAt: string;
  updatedAt: string;
}

export function viewOf(patient: Patient, contact: PatientContact): PatientView {
  return {
    id: patient.id,
    organizationId: patient.organizationId,
    mrn: patient.mrn,
    givenName: patient.givenName,
    familyName: patient.familyName,
    birthDate: patient.birthDate,
    sex: patient.sex,
    grade: patient.grade,
    ...contact,
    version: patient.version,
    createdAt: patient.createdAt.toISOString(),
    updatedAt: patient.updatedAt.toISOString(),
  };
}

/**
 * {@link PatientIdentity} as SQL that builds the JSON of rows of `patients p`: for lists and the summary,
 * whose bytes go from PostgreSQL to the wire as they are.
 */
export const PATIENT_JSON = `json_build_object(
  'id', p.id, 'organizationId', p.organization_id, 'mrn', p.mrn, 'givenName', p.given_name, 'familyName', p.family_name,
  'birthDate', p.birth_date, 'sex', p.sex, 'grade', p.grade)`;
