import type { KeyObject } from 'node:crypto';
import { hmacSha256, sha256 } from '../../../platform/crypto/hmac.js';

/** Bytes of a row's hash that a batch keeps for each event, to name the one that was changed. */
export const FINGERPRINT_BYTES = 4;
/** What the first link of a chain has for a predecessor. */
export const NO_LINK = Buffer.alloc(32);

/** A batch of events as written by one insert: the unit that a chain's links cover. */
export interface BatchHead {
  /** UUIDv7 of the instant of its first event, so that batch and events lie in one month. */
  id: string;
  writerId: string;
  /** When the batch was formed, ms. */
  recordedAt: number;
  count: number;
  /** SHA-256 over the events' line hashes, in order. */
  digest: Buffer;
  /** The first {@link FINGERPRINT_BYTES} of each line hash. */
  fingerprints: Buffer;
}

export type LinkKind = 'open' | 'batches' | 'close';

/** A link before it is hashed. */
export interface LinkHead {
  writerId: string;
  position: number;
  /** ms; never less than that of the link before it. */
  linkedAt: number;
  kind: LinkKind;
  /** {@link linkContent} of the batches it covers. */
  content: Buffer;
  previous: Buffer;
}

/** What a batch is known by in the chain. */
export function batchHash({ id, writerId, recordedAt, count, digest, fingerprints }: BatchHead): Buffer {
  return sha256([Buffer.from(`batch\n${id}\n${writerId}\n${recordedAt}\n${count}\n`), digest, fingerprints]);
}

/** Digest of the batches of one link, in order; a batch that is missing or exchanged changes it. */
export function linkContent(batches: readonly { id: string; hash: Buffer }[]): Buffer {
  return sha256([Buffer.from('content\n'), ...batches.flatMap(({ id, hash }) => [Buffer.from(id), hash])]);
}

/** The hash that the next link of the chain names as `previous`. */
export function linkHash({ writerId, position, linkedAt, kind, content, previous }: LinkHead): Buffer {
  return sha256([Buffer.from(`link\n${writerId}\n${position}\n${linkedAt}\n${kind}\n`), content, previous]);
}

/** Proof, under a key that the database never sees, that this service made a batch or a link: HMAC-SHA-256. */
export function macOf(key: KeyObject, kind: 'batch' | 'link', hash: Buffer): Buffer {
  return hmacSha256(key, Buffer.from(kind), hash);
}
