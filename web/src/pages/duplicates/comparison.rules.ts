import type { Patient, PatientIdentity } from '../../api/types.ts';
import { calendarDate, instant } from '../../parts/format.ts';
import { duplicatesText } from '../../text/duplicates.ts';
import { patientsText } from '../../text/patients.ts';

const FIELDS = duplicatesText.dialog.fields;
export type ComparedField = keyof typeof FIELDS;
/** What of a patient is known at the time: at first who they are, then all. */
export type ComparedPatient = PatientIdentity & Partial<Patient>;

/** One field of two patients, as one reads them side by side. */
export interface ComparedRow {
  field: ComparedField;
  first: string;
  second: string;
  differs: boolean;
}

/** What two patients say of themselves, field by field; what neither has is left out. */
export function comparisonOf(
  first: ComparedPatient,
  second: ComparedPatient,
  schools: Map<string, string>,
): ComparedRow[] {
  const [one, other] = [wordsOf(first, schools), wordsOf(second, schools)];
  return (Object.keys(FIELDS) as ComparedField[])
    .map((field) => ({ field, first: one[field], second: other[field], differs: one[field] !== other[field] }))
    .filter((row) => row.first !== '' || row.second !== '');
}

function wordsOf(patient: ComparedPatient, schools: Map<string, string>): Record<ComparedField, string> {
  const { guardian } = patient;
  return {
    mrn: patient.mrn,
    familyName: patient.familyName,
    givenName: patient.givenName,
    birthDate: calendarDate(patient.birthDate),
    sex: patientsText.sexes[patient.sex],
    grade: patient.grade ?? '',
    school: schools.get(patient.organizationId) ?? '',
    guardian: [guardian?.name, guardian?.phone].filter(Boolean).join(', '),
    phone: patient.phone ?? '',
    email: patient.email ?? '',
    address: patient.address ?? '',
    createdAt: patient.createdAt ? instant(patient.createdAt) : '',
  };
}
