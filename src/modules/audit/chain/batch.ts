import { hash } from 'node:crypto';
import { v7 } from 'uuid';
import { instantOfId } from '../../../platform/database/new-id.js';
import { canonicalLine, lineHash } from '../events/canonical-row.rules.js';
import type { AuditKeys } from './audit-keys.js';
import { batchHash, FINGERPRINT_BYTES, macOf, type BatchHead } from './chain.rules.js';

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
  let hashes = '';
  let fingerprints = '';
  let lines = '';
  for (let ordinal = 0; ordinal < tails.length; ordinal++) {
    const line = canonicalLine(id, ordinal, tails[ordinal] as string);
    const own = lineHash(line);
    hashes += own;
    fingerprints += own.slice(0, FINGERPRINT_BYTES);
    lines += ordinal === 0 ? line : `\n${line}`;
  }
  const head = {
    id,
    writerId,
    count: tails.length,
    digest: hash('sha256', Buffer.from(hashes, 'binary'), 'buffer'),
    fingerprints: Buffer.from(fingerprints, 'binary'),
    recordedAt,
  };
  return finishBatch(head, lines, keys);
}

/** Hash and MAC of a batch whose digest is known. */
export function finishBatch(head: BatchHead, lines: string, keys: AuditKeys): Batch {
  const own = batchHash(head);
  return { ...head, lines, hash: own, mac: macOf(keys.macKey, 'batch', own) };
}
