import { SNOMED, systemOf } from './code-systems.rules.js';
import { coding, concept, type Element, element, listOf, metaOf, notesOf, patientReference } from './fhir.rules.js';

/** What every record in an export's lines has. */
interface Kept {
  readonly id: string;
  readonly patientId: string;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly notes: string | null;
}

export interface AllergyLine extends Kept {
  readonly allergen: string;
  readonly code: string | null;
  readonly severity: string;
  readonly reaction: string | null;
  readonly onsetDate: string | null;
  readonly active: boolean;
}

export interface ConditionLine extends Kept {
  readonly code: string | null;
  readonly codeSystem: string | null;
  readonly name: string;
  readonly status: string;
  readonly severity: string | null;
  readonly onsetDate: string | null;
  readonly resolvedDate: string | null;
}

export interface VaccinationLine extends Kept {
  readonly cvx: string;
  readonly vaccineName: string;
  readonly administeredOn: string;
  readonly lotNumber: string | null;
  readonly doseNumber: number | null;
  readonly manufacturer: string | null;
  readonly site: string | null;
  readonly route: string | null;
  readonly provider: string | null;
}

const ALLERGY_STATUS = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical';
const CONDITION_STATUS = 'http://terminology.hl7.org/CodeSystem/condition-clinical';

/** Our five severities as R4 has them: how bad a reaction was, and how bad one may become. */
const REACTION_SEVERITY: Readonly<Record<string, string>> = {
  MILD: 'mild',
  MODERATE: 'moderate',
  SEVERE: 'severe',
  LIFE_THREATENING: 'severe',
};
const CRITICALITY: Readonly<Record<string, string>> = {
  UNKNOWN: 'unable-to-assess',
  MILD: 'low',
  MODERATE: 'low',
  SEVERE: 'high',
  LIFE_THREATENING: 'high',
};

/** AllergyIntolerance (R4). A reaction needs a manifestation, so its severity without words is told as SNOMED's "allergic reaction". */
export function fhirAllergy(allergy: AllergyLine): Element | undefined {
  const { id, patientId, allergen, code, severity, reaction, onsetDate, active, createdAt, notes } = allergy;
  const status = active ? 'active' : 'inactive';
  const grade = REACTION_SEVERITY[severity];
  const manifestation =
    reaction === null ? concept(null, coding(SNOMED, '419076005', 'Allergic reaction')) : concept(reaction);
  return element({
    resourceType: 'AllergyIntolerance',
    id,
    meta: metaOf(allergy),
    clinicalStatus: concept(null, coding(ALLERGY_STATUS, status)),
    criticality: CRITICALITY[severity],
    code: concept(allergen, code === null ? undefined : coding(systemOf(code, null), code)),
    patient: patientReference(patientId),
    onsetDateTime: onsetDate,
    recordedDate: createdAt,
    note: notesOf(notes),
    reaction:
      reaction === null && grade === undefined
        ? []
        : listOf(element({ manifestation: [manifestation], severity: grade })),
  });
}

/** Condition (R4). One that is active has no end (con-4): the status is what the care team keeps current. */
export function fhirCondition(condition: ConditionLine): Element | undefined {
  const { id, patientId, code, codeSystem, name, status, severity, onsetDate, resolvedDate, createdAt, notes } =
    condition;
  return element({
    resourceType: 'Condition',
    id,
    meta: metaOf(condition),
    clinicalStatus: concept(null, coding(CONDITION_STATUS, status.toLowerCase())),
    category: listOf(
      concept(null, coding('http://terminology.hl7.org/CodeSystem/condition-category', 'problem-list-item')),
    ),
    severity: concept(severity),
    code: concept(name, code === null ? undefined : coding(systemOf(code, codeSystem), code)),
    subject: patientReference(patientId),
    onsetDateTime: onsetDate,
    abatementDateTime: status === 'ACTIVE' ? null : resolvedDate,
    recordedDate: createdAt,
    note: notesOf(notes),
  });
}

/** Immunization (R4) with its CVX code. */
export function fhirImmunization(vaccination: VaccinationLine): Element | undefined {
  const { id, patientId, cvx, vaccineName, administeredOn, createdAt, doseNumber, provider, manufacturer } =
    vaccination;
  return element({
    resourceType: 'Immunization',
    id,
    meta: metaOf(vaccination),
    status: 'completed',
    vaccineCode: concept(vaccineName, coding('http://hl7.org/fhir/sid/cvx', cvx, vaccineName)),
    patient: patientReference(patientId),
    occurrenceDateTime: administeredOn,
    recorded: createdAt,
    manufacturer: element({ display: manufacturer }),
    lotNumber: vaccination.lotNumber,
    site: concept(vaccination.site),
    route: concept(vaccination.route),
    performer: provider === null ? [] : [{ actor: { display: provider } }],
    note: notesOf(vaccination.notes),
    protocolApplied: doseNumber === null ? [] : [{ doseNumberPositiveInt: doseNumber }],
  });
}
