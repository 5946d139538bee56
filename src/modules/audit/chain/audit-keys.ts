import { createHash, createPrivateKey, createPublicKey, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** DER of an Ed25519 private key (RFC 8410) up to its 32 bytes. */
const ED25519_PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const KEY_BYTES = 32;

/**
 * The two keys that stand behind the audit trail, both derived (HKDF-SHA-256) from AUDIT_SIGNING_KEY: a MAC key for batches
 * and links, and an Ed25519 pair for seals, whose public half lets anyone verify without us.
 */
export class AuditKeys {
  readonly macKey: KeyObject;
  readonly signingKey: KeyObject;
  readonly publicKey: KeyObject;

  constructor(secret: Uint8Array) {
    if (secret.length !== KEY_BYTES)
      throw new RangeError(`AUDIT_SIGNING_KEY has ${KEY_BYTES} bytes, not ${secret.length}`);
    this.macKey = createSecretKey(derive(secret, 'audit chain mac'));
    const der = Buffer.concat([ED25519_PRIVATE_PREFIX, derive(secret, 'audit seal ed25519')]);
    this.signingKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    this.publicKey = createPublicKey(this.signingKey);
  }

  /** The public key as DER (SubjectPublicKeyInfo), as seals and exports carry it. */
  get publicKeyDer(): Buffer {
    return this.publicKey.export({ format: 'der', type: 'spki' });
  }

  /** Short name of the public key, to be compared by eye with one kept elsewhere. */
  get fingerprint(): string {
    return createHash('sha256').update(this.publicKeyDer).digest('hex').slice(0, 32);
  }
}

function derive(secret: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(KEY_BYTES), purpose, KEY_BYTES));
}
