import { createHash, createPublicKey, sign, verify } from 'node:crypto';
import type { AuditKeys } from '../chain/audit-keys.js';

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

/** A document with its signature, as the object store and the database keep it. */
export interface SignedSeal {
  document: string;
  /** Ed25519 over the document's UTF-8 bytes, base64. */
  signature: string;
  /** DER (SubjectPublicKeyInfo), base64. */
  publicKey: string;
}

/** Signs a document. */
export function signSeal(document: SealDocument, keys: AuditKeys): SignedSeal {
  const text = JSON.stringify(document);
  return {
    document: text,
    signature: sign(null, Buffer.from(text), keys.signingKey).toString('base64'),
    publicKey: keys.publicKeyDer.toString('base64'),
  };
}

/** The document when it was signed by the expected key, and undefined when it was not, or is none. */
export function openSeal(seal: SignedSeal, expectedPublicKey: Buffer): SealDocument | undefined {
  const publicKey = Buffer.from(seal.publicKey, 'base64');
  if (!publicKey.equals(expectedPublicKey)) return undefined;
  const key = createPublicKey({ key: publicKey, format: 'der', type: 'spki' });
  const isGenuine = verify(null, Buffer.from(seal.document), key, Buffer.from(seal.signature, 'base64'));
  return isGenuine ? (JSON.parse(seal.document) as SealDocument) : undefined;
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
