import { hash } from 'node:crypto';
import { v7 } from 'uuid';
import { instantOfId } from '../../../platform/database/new-id.js';
import { canonicalLine, lineHash } from '../events/canonical-row.rules.js';
import type { AuditKeys } from './audit-keys.js';
import { batchHash, FINGERPRINT_BYTES, macOf, type BatchHead } from './chain.rules.js';

const HASH_BYTES = 32;

/** A batch ready to be stored: its head, the events' canonical lines, and the proof of who made it. */
export interface Batch extends BatchHead {
  /** Canonical lines, separated by line breaks. Empty for a batch whose rows the database made itself. */
  lines: string;
  hash: Buffer;
  mac: Buffer;
}

/** Takes in events by their canonical tails (all of one calendar month). `firstEventId` gives the batch its time. */
export function sealBatch(
  writerId: string,
  tails: readonly string[],
  firstEventId: string,
  keys: AuditKeys,
  recordedAt = Date.now(),
): Batch {
  const id = v7({ msecs: instantOfId(firstEventId) });
  const hashes = Buffer.allocUnsafe(tails.length * HASH_BYTES);
  let lines = '';
  for (let ordinal = 0; ordinal < tails.length; ordinal++) {
    const line = canonicalLine(id, ordinal, tails[ordinal] as string);
    lineHash(line).copy(hashes, ordinal * HASH_BYTES);
    lines += ordinal === 0 ? line : `\n${line}`;
  }
  const digest = hash('sha256', hashes, 'buffer');
  return finishBatch(
    { id, writerId, count: tails.length, digest, fingerprints: fingerprintsOf(hashes), recordedAt },
    lines,
    keys,
  );
}

/** Hash and MAC of a batch whose digest is known. */
export function finishBatch(head: BatchHead, lines: string, keys: AuditKeys): Batch {
  const own = batchHash(head);
  return { ...head, lines, hash: own, mac: macOf(keys.macKey, 'batch', own) };
}

function fingerprintsOf(hashes: Buffer): Buffer {
  const fingerprints = Buffer.allocUnsafe((hashes.length / HASH_BYTES) * FINGERPRINT_BYTES);
  for (let from = 0, to = 0; from < hashes.length; from += HASH_BYTES, to += FINGERPRINT_BYTES) {
    hashes.copy(fingerprints, to, from, from + FINGERPRINT_BYTES);
  }
  return fingerprints;
}
