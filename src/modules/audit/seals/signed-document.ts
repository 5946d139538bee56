import { createPublicKey, sign, verify } from 'node:crypto';
import type { AuditKeys } from '../chain/audit-keys.js';

/** A JSON text with its signature, as the object store and the database keep it. */
export interface SignedDocument {
  document: string;
  /** Ed25519 over the document's UTF-8 bytes, base64. */
  signature: string;
  /** DER (SubjectPublicKeyInfo), base64. */
  publicKey: string;
}

/** Signs a document. */
export function signDocument(document: object, keys: AuditKeys): SignedDocument {
  const text = JSON.stringify(document);
  return {
    document: text,
    signature: sign(null, Buffer.from(text), keys.signingKey).toString('base64'),
    publicKey: keys.publicKeyDer.toString('base64'),
  };
}

/** The document when it was signed by the expected key, and undefined when it was not, or is none. */
export function openDocument(signed: SignedDocument, expectedPublicKey: Buffer): unknown {
  const publicKey = Buffer.from(signed.publicKey, 'base64');
  if (!publicKey.equals(expectedPublicKey)) return undefined;
  const key = createPublicKey({ key: publicKey, format: 'der', type: 'spki' });
  const isGenuine = verify(null, Buffer.from(signed.document), key, Buffer.from(signed.signature, 'base64'));
  return isGenuine ? (JSON.parse(signed.document) as unknown) : undefined;
}
