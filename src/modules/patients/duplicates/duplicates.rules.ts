import { editDistance, nameMatch, wordMatch } from '../name-match.rules.js';

/** What is compared of two patients; names in lower case without accents, keyed hashes of what is sealed. */
export interface Identity {
  givenName: string;
  familyName: string;
  birthDate: string;
  sex: string;
  mrn: string;
  phones: readonly string[];
  email: string | null;
}

/** One thing that two patients share, or that speaks against it; points add up to the score. */
export interface Reason {
  what: 'name' | 'birthDate' | 'sex' | 'phone' | 'email' | 'mrn' | 'givenName';
  detail: string;
  points: number;
}

/** How likely two patients are one, 0 to 1, and why. */
export interface Likeness {
  score: number;
  reasons: Reason[];
}

/** From here on two patients are shown as likely the same. */
export const LIKELY_THE_SAME = 0.6;

/** Below this two given names are two names, and their bearers may be siblings. */
const SAME_GIVEN_NAME = 0.6;

/**
 * Compares two patients as a clerk would: names (in either order), birth date, sex, telephone, e-mail and MRN. Weights
 * follow the order of what tells people apart in Fellegi & Sunter (JASA 64:1183, 1969); two given names under one roof are
 * siblings, so they weigh against.
 */
export function likeness(a: Identity, b: Identity): Likeness {
  const reasons = [
    ofNames(a, b),
    ofBirthDates(a.birthDate, b.birthDate),
    ofSexes(a.sex, b.sex),
    ofPhones(a.phones, b.phones),
    a.email !== null && a.email === b.email ? reason('email', 'same', 0.1) : undefined,
    ofMrns(a.mrn, b.mrn),
    ofGivenNames(a, b),
  ].filter((found) => found !== undefined);
  const sum = reasons.reduce((total, { points }) => total + points, 0);
  return { score: Math.round(Math.min(1, Math.max(0, sum)) * 1000) / 1000, reasons };
}

function reason(what: Reason['what'], detail: string, points: number): Reason {
  return { what, detail, points };
}

function ofNames(a: Identity, b: Identity): Reason | undefined {
  const [first, second] = [words(a), words(b)];
  const match = Math.max(nameMatch(first, second), nameMatch(second, first));
  if (match > 0.999) return reason('name', 'same', 0.45);
  return match >= 0.6 ? reason('name', 'alike', Math.round(0.45 * match * 1000) / 1000) : undefined;
}

function words({ givenName, familyName }: Identity): string[] {
  return `${givenName} ${familyName}`.split(' ').filter((word) => word !== '');
}

function ofBirthDates(a: string, b: string): Reason | undefined {
  if (a === b) return reason('birthDate', 'same', 0.3);
  const [year, month, day] = a.split('-');
  if (`${year}-${day}-${month}` === b) return reason('birthDate', 'day and month swapped', 0.2);
  return editDistance(a, b) === 1
    ? reason('birthDate', 'one digit apart', 0.15)
    : reason('birthDate', 'different', -0.2);
}

function ofSexes(a: string, b: string): Reason | undefined {
  if (a === 'unknown' || b === 'unknown') return undefined;
  return a === b ? reason('sex', 'same', 0.05) : reason('sex', 'different', -0.15);
}

function ofPhones(a: readonly string[], b: readonly string[]): Reason | undefined {
  return a.some((phone) => b.includes(phone)) ? reason('phone', 'same', 0.15) : undefined;
}

function ofMrns(a: string, b: string): Reason | undefined {
  return editDistance(a, b) === 1 ? reason('mrn', 'one character apart', 0.05) : undefined;
}

/** Typed in each other's place, given and family name are no two given names. */
function ofGivenNames(a: Identity, b: Identity): Reason | undefined {
  const alike = Math.max(
    wordMatch(a.givenName, b.givenName),
    wordMatch(b.givenName, a.givenName),
    Math.min(wordMatch(a.givenName, b.familyName), wordMatch(a.familyName, b.givenName)),
  );
  return alike < SAME_GIVEN_NAME ? reason('givenName', 'different: may be siblings', -0.3) : undefined;
}
