import type { Vital, VitalName } from '../../health-record/visits/visit.rules.js';
import { coding, concept, type Element, element, listOf, metaOf, patientReference } from './fhir.rules.js';

/** A visit in an export's lines. */
export interface VisitLine {
  readonly id: string;
  readonly patientId: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly description: string;
  readonly provider: string | null;
  readonly notes: string | null;
  readonly confidential: boolean;
  readonly vital: Vital | null;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

const LOINC = 'http://loinc.org';
const UCUM = 'http://unitsofmeasure.org';

interface Measured {
  readonly loinc: string;
  readonly display: string;
  readonly unit: string;
  readonly ucum: string;
}

/** The LOINC codes and UCUM units of FHIR's vital signs profile (R4, observation-vitalsigns). */
const MEASURED: Readonly<Record<VitalName, Measured>> = {
  heightCm: { loinc: '8302-2', display: 'Body height', unit: 'cm', ucum: 'cm' },
  weightKg: { loinc: '29463-7', display: 'Body weight', unit: 'kg', ucum: 'kg' },
  headCircumferenceCm: { loinc: '9843-4', display: 'Head Occipital-frontal circumference', unit: 'cm', ucum: 'cm' },
  temperatureC: { loinc: '8310-5', display: 'Body temperature', unit: '°C', ucum: 'Cel' },
  systolic: { loinc: '8480-6', display: 'Systolic blood pressure', unit: 'mmHg', ucum: 'mm[Hg]' },
  diastolic: { loinc: '8462-4', display: 'Diastolic blood pressure', unit: 'mmHg', ucum: 'mm[Hg]' },
  heartRate: { loinc: '8867-4', display: 'Heart rate', unit: 'beats/minute', ucum: '/min' },
  respiratoryRate: { loinc: '9279-1', display: 'Respiratory rate', unit: 'breaths/minute', ucum: '/min' },
  spo2: { loinc: '59408-5', display: 'Oxygen saturation in Arterial blood by Pulse oximetry', unit: '%', ucum: '%' },
};

const BLOOD_PRESSURE = coding(LOINC, '85354-9', 'Blood pressure panel with all children optional');
/** The profile asks for this code beside that of the way it was measured. */
const OXYGEN_SATURATION = coding(LOINC, '2708-6', 'Oxygen saturation in Arterial blood');
const PRESSURES: readonly VitalName[] = ['systolic', 'diastolic'];
const VITAL_SIGNS = concept(
  null,
  coding('http://terminology.hl7.org/CodeSystem/observation-category', 'vital-signs', 'Vital Signs'),
);

/** The Encounter (R4) of a visit, and an Observation for each thing that was measured in it. */
export function fhirVisit(visit: VisitLine): (Element | undefined)[] {
  return [encounterOf(visit), ...observationsOf(visit)];
}

/** An Encounter has no notes in R4; HL7's own extension for them is `event-note`. */
function encounterOf(visit: VisitLine): Element | undefined {
  const { id, patientId, type, occurredAt, description, provider, notes, confidential } = visit;
  return element({
    resourceType: 'Encounter',
    id,
    meta: {
      ...metaOf(visit),
      ...(confidential
        ? { security: listOf(coding('http://terminology.hl7.org/CodeSystem/v3-Confidentiality', 'R', 'restricted')) }
        : {}),
    },
    extension:
      notes === null
        ? []
        : [{ url: 'http://hl7.org/fhir/StructureDefinition/event-note', valueAnnotation: { text: notes } }],
    status: 'finished',
    class: coding('http://terminology.hl7.org/CodeSystem/v3-ActCode', 'AMB', 'ambulatory'),
    type: listOf(concept(type)),
    subject: patientReference(patientId),
    participant: provider === null ? [] : [{ individual: { display: provider } }],
    period: { start: occurredAt },
    reasonCode: listOf(concept(description)),
  });
}

function observationsOf(visit: VisitLine): (Element | undefined)[] {
  const vital = visit.vital ?? {};
  const single = (Object.keys(MEASURED) as VitalName[]).filter((name) => !PRESSURES.includes(name));
  const observations = single.map((name) => {
    const value = vital[name];
    if (value === undefined) return undefined;
    const { loinc } = MEASURED[name];
    const codings = name === 'spo2' ? [codeOf(name), OXYGEN_SATURATION] : [codeOf(name)];
    return observation(visit, loinc, concept(null, ...codings), { valueQuantity: quantityOf(name, value) });
  });
  const component = PRESSURES.flatMap((name) => {
    const value = vital[name];
    return value === undefined ? [] : [{ code: concept(null, codeOf(name)), valueQuantity: quantityOf(name, value) }];
  });
  if (component.length > 0)
    observations.push(observation(visit, '85354-9', concept(null, BLOOD_PRESSURE), { component }));
  return observations.filter((member) => member !== undefined);
}

/** Its id is the visit's and the code's: the same in every export. */
function observation(visit: VisitLine, loinc: string, code: Element | undefined, value: Element): Element | undefined {
  return element({
    resourceType: 'Observation',
    id: `${visit.id}-${loinc}`,
    meta: metaOf(visit),
    status: 'final',
    category: listOf(VITAL_SIGNS),
    code,
    subject: patientReference(visit.patientId),
    encounter: { reference: `Encounter/${visit.id}` },
    effectiveDateTime: visit.occurredAt,
    ...value,
  });
}

function codeOf(name: VitalName): Element | undefined {
  return coding(LOINC, MEASURED[name].loinc, MEASURED[name].display);
}

function quantityOf(name: VitalName, value: number): Element {
  const { unit, ucum } = MEASURED[name];
  return { value, unit, system: UCUM, code: ucum };
}
