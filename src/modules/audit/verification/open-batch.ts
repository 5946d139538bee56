import { hash } from 'node:crypto';
import { FINGERPRINT_BYTES } from '../chain/chain.rules.js';
import { lineHash } from '../events/canonical-row.rules.js';
import type { StoredBatch } from './stored-trail.js';

const HASH_BYTES = 32;
const ID_CHARS = 36;
const ORDINAL_AT = ID_CHARS + 1;
const TAB = 0x09;
const ZERO = 0x30;

/** The batch id that a canonical line begins with. */
export function batchIdOf(line: Buffer): string {
  return line.toString('latin1', 0, ID_CHARS);
}

/** A batch whose events are being read, in whatever order they lie. It keeps 32 bytes of each, and no line. */
export class OpenBatch {
  private readonly idBytes: Buffer;
  private hashes: Buffer | undefined;
  private awaited: number;

  constructor(private readonly batch: StoredBatch) {
    this.idBytes = Buffer.from(batch.id, 'latin1');
    this.awaited = batch.count;
  }

  get id(): string {
    return this.batch.id;
  }

  /** How many events it waits for or holds: what it costs in memory. */
  get size(): number {
    return this.batch.count;
  }

  /** False where the head claims more events than it carries fingerprints for: it may not make us reserve what it likes. */
  get isPlausible(): boolean {
    return this.batch.fingerprints.length === this.batch.count * FINGERPRINT_BYTES;
  }

  get isComplete(): boolean {
    return this.awaited === 0;
  }

  /** True when the line is of this batch. Compared here, a line costs a quarter of a call of `Buffer.compare`. */
  owns(line: Buffer): boolean {
    const { idBytes } = this;
    for (let at = ID_CHARS - 1; at >= 0; at--) if (line[at] !== idBytes[at]) return false;
    return line[ID_CHARS] === TAB;
  }

  /** Takes the next line in; false when the batch has no such place. */
  add(line: Buffer): boolean {
    const ordinal = ordinalOf(line);
    if (ordinal >= this.batch.count || this.awaited === 0) return false;
    // Of zeros: a place that nobody fills must not find there what an earlier batch left.
    this.hashes ??= Buffer.alloc(this.batch.count * HASH_BYTES);
    this.hashes.write(lineHash(line), ordinal * HASH_BYTES, 'latin1');
    this.awaited--;
    return true;
  }

  /** True when the events are those that the batch was made of, each in its place. */
  holdsDigest(): boolean {
    return hash('sha256', this.hashes ?? Buffer.alloc(0), 'buffer').equals(this.batch.digest);
  }
}

function ordinalOf(line: Buffer): number {
  let ordinal = 0;
  let at = ORDINAL_AT;
  for (; line[at] !== TAB; at++) {
    const digit = (line[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9 || ordinal > 1e9) return Number.POSITIVE_INFINITY;
    ordinal = ordinal * 10 + digit;
  }
  return ordinal;
}
