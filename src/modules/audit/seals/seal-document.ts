import { createHash } from 'node:crypto';

/** How far one chain reached when a seal was made. */
export interface ChainHead {
  writerId: string;
  position: number;
  /** ms */
  linkedAt: number;
  /** hex */
  link: string;
}

/** day: once a day, all chains that grew. cut: where chains go on after a month was dropped. heads: a note between two days. */
export type SealKind = 'day' | 'cut' | 'heads';

/** What is signed, as JSON text with the members in this order. */
export interface SealDocument {
  version: 1;
  kind: SealKind;
  /** From 1, without gaps; 0 for kind `heads`. */
  sequence: number;
  sealedAt: string;
  /** SHA-256 (hex) of the document before it in the sequence; empty for the first. */
  previous: string;
  heads: ChainHead[];
}

/** What the next document names as `previous`. */
export function documentHash(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}

/** Where a seal lies in the object store. */
export function sealObjectKey(sequence: number): string {
  return `audit/seals/${String(sequence).padStart(8, '0')}.json`;
}

export const SEAL_PREFIX = 'audit/seals/';
export const HEADS_PREFIX = 'audit/heads/';
