import { createCipheriv, createDecipheriv, type DecipherGCM, type KeyObject, randomBytes } from 'node:crypto';

const FORMAT = 1;
const IV_BYTES = 12;
const HEADER_BYTES = 1 + IV_BYTES;
const TAG_BYTES = 16;
const OPTIONS = { authTagLength: TAG_BYTES } as const;

/** The stored file does not open: it was changed or cut, or belongs elsewhere. */
class SealedFileBroken extends Error {
  override readonly name = 'SealedFileBroken';
  constructor(options?: ErrorOptions) {
    super('a sealed file does not open here', options);
  }
}

/**
 * Seals a file of any size as it streams: AES-256-GCM under a fresh IV, its place as associated data. The layout is
 * `format (1) | IV (12) | ciphertext | tag (16)`. One stream costs a third of the memory traffic of sealed pieces.
 */
export async function* sealFile(
  key: KeyObject,
  associatedData: Uint8Array,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv, OPTIONS);
  cipher.setAAD(associatedData);
  yield Buffer.concat([Buffer.from([FORMAT]), iv]);
  for await (const chunk of source) yield cipher.update(chunk);
  cipher.final();
  yield cipher.getAuthTag();
}

/**
 * Opens what `sealFile` made. The bytes come before the tag is checked, so nothing made of them may be kept until this has
 * ended without an error. What comes with each piece is the piece before it, since the last bytes are the tag.
 *
 * @throws SealedFileBroken
 */
export async function* openFile(
  key: KeyObject,
  associatedData: Uint8Array,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let decipher: DecipherGCM | undefined;
  let held: Uint8Array = new Uint8Array(0);
  for await (const chunk of source) {
    if (decipher && chunk.length >= TAG_BYTES) {
      yield decipher.update(held);
      held = chunk;
      continue;
    }
    held = Buffer.concat([held, chunk]);
    if (decipher || held.length < HEADER_BYTES) continue;
    decipher = begin(key, associatedData, held);
    held = held.subarray(HEADER_BYTES);
  }
  if (!decipher || held.length < TAG_BYTES) throw new SealedFileBroken();
  yield decipher.update(held.subarray(0, held.length - TAG_BYTES));
  finish(decipher, held.subarray(held.length - TAG_BYTES));
}

function begin(key: KeyObject, associatedData: Uint8Array, header: Uint8Array): DecipherGCM {
  if (header[0] !== FORMAT) throw new SealedFileBroken();
  const decipher = createDecipheriv('aes-256-gcm', key, header.subarray(1, HEADER_BYTES), OPTIONS);
  decipher.setAAD(associatedData);
  return decipher;
}

function finish(decipher: DecipherGCM, tag: Uint8Array): void {
  decipher.setAuthTag(tag);
  try {
    decipher.final();
  } catch (cause) {
    throw new SealedFileBroken({ cause });
  }
}
