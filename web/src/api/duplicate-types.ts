import type { Patient } from './types.ts';

/** A patient as lists show one. */
export type PatientLine = Pick<
  Patient,
  'id' | 'organizationId' | 'mrn' | 'givenName' | 'familyName' | 'birthDate' | 'sex' | 'grade'
>;

/** Something that two patients share, or that speaks against them being one; points add up to the score. */
export interface LikenessReason {
  what: 'name' | 'birthDate' | 'sex' | 'phone' | 'email' | 'mrn' | 'givenName';
  detail: string;
  points: number;
}

/** Two patients who are likely one; `score` goes from 0 to 1. */
export interface LikelyDuplicate {
  first: PatientLine;
  second: PatientLine;
  score: number;
  reasons: LikenessReason[];
}

/** One patient made part of another. */
export interface Merge {
  id: string;
  survivorId: string;
  mergedId: string;
  mergedMrn: string;
  mergedAt: string;
  undoneAt: string | null;
  movedCount: number;
  retiredCount: number;
}
