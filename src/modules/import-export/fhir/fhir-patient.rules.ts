import type { PatientView } from '../../patients/index.js';
import { concept, coding, type Element, element, listOf, metaOf } from './fhir.rules.js';

/** Patient (R4). The sexes of our records are the codes of AdministrativeGender. */
export function fhirPatient(patient: PatientView): Element | undefined {
  const { id, organizationId, mrn, givenName, familyName, birthDate, sex, email, phone, address, guardian } = patient;
  return element({
    resourceType: 'Patient',
    id,
    meta: metaOf(patient),
    identifier: [
      {
        use: 'usual',
        type: concept(null, coding('http://terminology.hl7.org/CodeSystem/v2-0203', 'MR', 'Medical record number')),
        // Unique within its organization only.
        system: `urn:uuid:${organizationId}`,
        value: mrn,
      },
    ],
    name: [{ use: 'official', family: familyName, given: [givenName] }],
    telecom: telecomOf(phone, email),
    gender: sex,
    birthDate,
    address: listOf(element({ text: address })),
    contact: guardian === null ? [] : listOf(contactOf(guardian)),
    managingOrganization: { identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${organizationId}` } },
  });
}

function contactOf(guardian: NonNullable<PatientView['guardian']>): Element | undefined {
  return element({
    relationship: listOf(concept(guardian.relationship ?? 'guardian')),
    name: { text: guardian.name },
    telecom: telecomOf(guardian.phone, guardian.email),
  });
}

function telecomOf(phone: string | null | undefined, email: string | null | undefined): Element[] {
  return listOf(
    phone ? { system: 'phone', value: phone } : undefined,
    email ? { system: 'email', value: email } : undefined,
  );
}
