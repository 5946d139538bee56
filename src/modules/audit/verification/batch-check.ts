import { hash, type KeyObject } from 'node:crypto';
import { batchHash, FINGERPRINT_BYTES, macOf } from '../chain/chain.rules.js';
import { canonicalLine, lineHash, timestampText } from '../events/canonical-row.rules.js';
import type { Finding } from './findings.js';
import type { StoredBatch } from './stored-trail.js';

type FindingOf = Omit<Finding, 'month'>;

/** True when the lines are those the batch was made of, in their order. The fast path: two hashes a batch and one a line. */
export function holdsDigest(batch: StoredBatch, lines: readonly Buffer[]): boolean {
  if (lines.length !== batch.count) return false;
  let hashes = '';
  for (const line of lines) hashes += lineHash(line);
  return hash('sha256', Buffer.from(hashes, 'binary'), 'buffer').equals(batch.digest);
}

/** The batch's own hash, and what is wrong with its head. */
export function checkHead(batch: StoredBatch, macKey: KeyObject): { hash: Buffer; finding?: FindingOf } {
  const own = batchHash(batch);
  if (macOf(macKey, 'batch', own).equals(batch.mac)) return { hash: own };
  const says = 'the head of this batch is not as it was written, or was never written by this service';
  return { hash: own, finding: { kind: 'batch-changed', batchId: batch.id, writerId: batch.writerId, says } };
}

/** Names the events that make a batch's digest differ. */
export function diagnose(batch: StoredBatch, lines: readonly Buffer[]): FindingOf[] {
  const seen = new Set<number>();
  const strange: ParsedLine[] = [];
  for (const line of lines.map(parse)) {
    if (matches(batch, line.ordinal, lineHash(line.text)) && !seen.has(line.ordinal)) seen.add(line.ordinal);
    else strange.push(line);
  }
  const findings = strange.map((line) => explain(batch, line, seen));
  for (let ordinal = 0; ordinal < batch.count; ordinal++) {
    if (seen.has(ordinal)) continue;
    findings.push({ kind: 'event-removed', batchId: batch.id, ordinal, says: 'this event of the batch is missing' });
  }
  return findings;
}

/** An event whose batch is not there, or lies in another month than the event. */
export function strayEvent(text: Buffer): FindingOf {
  const line = parse(text);
  const place = { eventId: line.id, batchId: line.batchId, ordinal: line.ordinal };
  return isRedated(line)
    ? { kind: 'event-redated', ...place, says: 'the time of this event is not the one in its id' }
    : { kind: 'event-inserted', ...place, says: 'this event belongs to no batch that was written' };
}

interface ParsedLine {
  text: string;
  batchId: string;
  ordinal: number;
  id: string;
  occurredAt: string;
  tail: string;
}

function parse(line: Buffer): ParsedLine {
  const text = line.toString('utf8');
  const [batchId = '', ordinal = '', id = '', occurredAt = '', ...rest] = text.split('\t');
  return { text, batchId, ordinal: Number(ordinal), id, occurredAt, tail: rest.join('\t') };
}

function explain(batch: StoredBatch, line: ParsedLine, seen: Set<number>): FindingOf {
  const place = { eventId: line.id, batchId: batch.id, ordinal: line.ordinal };
  const rest = `${line.id}\t${line.occurredAt}\t${line.tail}`;
  const moved = missing(batch, seen).find((ordinal) =>
    matches(batch, ordinal, lineHash(canonicalLine(batch.id, ordinal, rest))),
  );
  if (moved !== undefined) {
    seen.add(moved);
    return { kind: 'event-reordered', ...place, says: `this event stood at place ${moved} of its batch` };
  }
  if (isRedated(line)) {
    seen.add(line.ordinal);
    return { kind: 'event-redated', ...place, says: 'the time of this event is not the one in its id' };
  }
  if (line.ordinal >= 0 && line.ordinal < batch.count && !seen.has(line.ordinal)) {
    seen.add(line.ordinal);
    return { kind: 'event-changed', ...place, says: 'this event is not as it was written' };
  }
  return { kind: 'event-inserted', ...place, says: 'this event was not in its batch when that was written' };
}

function missing(batch: StoredBatch, seen: ReadonlySet<number>): number[] {
  return Array.from({ length: batch.count }, (_, ordinal) => ordinal).filter((ordinal) => !seen.has(ordinal));
}

function matches(batch: StoredBatch, ordinal: number, hash: string): boolean {
  const from = ordinal * FINGERPRINT_BYTES;
  return batch.fingerprints.toString('binary', from, from + FINGERPRINT_BYTES) === hash.slice(0, FINGERPRINT_BYTES);
}

function isRedated({ id, occurredAt }: ParsedLine): boolean {
  const instant = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  return Number.isNaN(instant) || timestampText(instant) !== occurredAt;
}
