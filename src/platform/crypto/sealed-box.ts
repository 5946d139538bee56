import { createCipheriv, createDecipheriv, randomFillSync, type KeyObject } from 'node:crypto';
import { freeBlock } from '../memory/free-block.js';

const FORMAT = 1;
const VERSION_OFFSET = 1;
const IV_OFFSET = 5;
const IV_BYTES = 12;
const TAG_OFFSET = IV_OFFSET + IV_BYTES;
const TAG_BYTES = 16;
const BODY_OFFSET = TAG_OFFSET + TAG_BYTES;
const OPTIONS = { authTagLength: TAG_BYTES } as const;
/** Random bytes are drawn by the page, as ids draw them: a call of its own for each IV costs more than the cipher's first block. */
const ivs = Buffer.alloc(IV_BYTES * 512);
let ivsUsed = ivs.length;

/** Bytes an envelope adds to its plaintext. */
export const SEAL_OVERHEAD_BYTES = BODY_OFFSET;

/** The envelope is damaged, was cut, was sealed under another key, or belongs to another place. It says no more on purpose. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
  constructor() {
    super('a sealed value does not open here');
  }
}

/**
 * Seals bytes with AES-256-GCM under a fresh random 96-bit IV (NIST SP 800-38D, 8.2.2). The envelope is
 * `format (1) | key version (4) | IV (12) | tag (16) | ciphertext`; the header is authenticated with `associatedData`.
 */
export function sealBytes(key: KeyObject, keyVersion: number, associatedData: Buffer, plaintext: Uint8Array): Buffer {
  const envelope = Buffer.allocUnsafe(BODY_OFFSET + plaintext.length);
  envelope[0] = FORMAT;
  envelope.writeUInt32BE(keyVersion, VERSION_OFFSET);
  const iv = drawIv(envelope.subarray(IV_OFFSET, TAG_OFFSET));
  const cipher = createCipheriv('aes-256-gcm', key, iv, OPTIONS);
  cipher.setAAD(Buffer.concat([envelope.subarray(0, IV_OFFSET), associatedData]));
  const ciphertext = cipher.update(plaintext);
  ciphertext.copy(envelope, BODY_OFFSET);
  freeBlock(ciphertext);
  cipher.final();
  cipher.getAuthTag().copy(envelope, TAG_OFFSET);
  return envelope;
}

/** Opens what {@link sealBytes} made; throws {@link SealBroken} unless every byte, the place and the key are the same. */
export function openBytes(key: KeyObject, associatedData: Buffer, envelope: Buffer): Buffer {
  sealedKeyVersion(envelope);
  const decipher = createDecipheriv('aes-256-gcm', key, envelope.subarray(IV_OFFSET, TAG_OFFSET), OPTIONS);
  decipher.setAAD(Buffer.concat([envelope.subarray(0, IV_OFFSET), associatedData]));
  const plaintext = decipher.update(envelope.subarray(BODY_OFFSET));
  decipher.setAuthTag(envelope.subarray(TAG_OFFSET, BODY_OFFSET));
  try {
    decipher.final();
  } catch (cause) {
    throw Object.assign(new SealBroken(), { cause });
  }
  return plaintext;
}

/** The version of the key an envelope was sealed under, from its header; throws {@link SealBroken} for what is no envelope. */
export function sealedKeyVersion(envelope: Buffer): number {
  if (envelope.length < BODY_OFFSET || envelope[0] !== FORMAT) throw new SealBroken();
  return envelope.readUInt32BE(VERSION_OFFSET);
}

/** Fills `into` with random bytes that nobody had before. An IV is no secret: it stands in the envelope. */
function drawIv(into: Buffer): Buffer {
  if (ivsUsed === ivs.length) {
    randomFillSync(ivs);
    ivsUsed = 0;
  }
  ivs.copy(into, 0, ivsUsed, (ivsUsed += IV_BYTES));
  return into;
}
