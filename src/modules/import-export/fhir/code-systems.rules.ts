/** Addresses of code systems, as FHIR R4 names them (terminologies-systems). */
export const SNOMED = 'http://snomed.info/sct';
const ICD_10_CM = 'http://hl7.org/fhir/sid/icd-10-cm';
const ICD_10 = 'http://hl7.org/fhir/sid/icd-10';
const ICD_9_CM = 'http://hl7.org/fhir/sid/icd-9-cm';
const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';

/** The names that people and files give them, squeezed. */
const NAMED: Readonly<Record<string, string>> = {
  snomed: SNOMED,
  snomedct: SNOMED,
  sct: SNOMED,
  icd10cm: ICD_10_CM,
  icd10: ICD_10,
  icd9: ICD_9_CM,
  icd9cm: ICD_9_CM,
  rxnorm: RXNORM,
  loinc: 'http://loinc.org',
};

const ICD_10_CODE = /^[A-TV-Z]\d[0-9AB](?:\.[0-9A-Z]{1,4})?$/i;

/**
 * The address of a code's system: as it was named, else as its form tells. A number that is no SNOMED CT identifier may
 * be of any system and gets none: to guess wrong is worse than to say nothing.
 */
export function systemOf(code: string, named: string | null): string | undefined {
  if (named !== null) {
    if (/^(?:https?:|urn:)\S+$/.test(named)) return named;
    const known = NAMED[named.toLowerCase().replace(/[^a-z0-9]/g, '')];
    if (known) return known;
  }
  if (isSnomedId(code)) return SNOMED;
  return ICD_10_CODE.test(code) ? ICD_10_CM : undefined;
}

/** SNOMED CT identifiers have 6 to 18 digits, a partition of their kind, and a check digit after Verhoeff (Release File Specification, 6). */
export function isSnomedId(code: string): boolean {
  return /^[1-9]\d{2,14}[01]0\d$/.test(code) && verhoeff(code) === 0;
}

const MULTIPLY = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
];
const PERMUTE = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
];

function verhoeff(digits: string): number {
  let check = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at]);
    check = Number(MULTIPLY[check]?.[Number(PERMUTE[at % 8]?.[digit])]);
  }
  return check;
}
