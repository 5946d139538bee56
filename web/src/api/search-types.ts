import type { Patient, RecordType } from './types.ts';

/** A piece of a text, and whether it is what was searched for. */
export interface HighlightPart {
  text: string;
  isMatch: boolean;
}

/** A record that matched a search, whose it is, and where it matched. */
export interface SearchHit {
  id: string;
  patientId: string;
  patient: Pick<Patient, 'id' | 'organizationId' | 'mrn' | 'givenName' | 'familyName' | 'birthDate'>;
  type: RecordType;
  occurredAt: string;
  description: string;
  provider: string | null;
  confidential: boolean;
  highlights: { description?: HighlightPart[]; notes?: HighlightPart[]; provider?: HighlightPart[] };
}
