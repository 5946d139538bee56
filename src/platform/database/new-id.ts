import { randomFillSync } from 'node:crypto';

/** Random bytes are drawn by the page: a call of its own for each id would cost five times the id. */
const pool = Buffer.alloc(8192);
let used = pool.length;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const SEQUENCE_BITS = 32;

let lastInstant = 0;
let instantText = '';
let sequence = 0;

/**
 * A UUIDv7 (RFC 9562 section 5.7): sorts by the time it was made, so B-tree inserts stay at the right edge. Within a process ids
 * ascend also inside a millisecond, by a counter with a random start (section 6.2, method 1); 42 bits are random each time.
 */
export function newId(): string {
  const random = draw();
  const now = Date.now();
  if (now > lastInstant) enter(now, random);
  else if (++sequence >= 2 ** SEQUENCE_BITS) enter(lastInstant + 1, random);
  const high = Math.floor(sequence / 0x10_00_00);
  const middle = 0x80_00 | ((sequence >>> 6) & 0x3f_ff);
  const low = ((sequence & 0x3f) << 2) | (byteAt(random + 4) & 3);
  return `${instantText}-7${hex(high >>> 8).slice(1)}${hex(high & 0xff)}-${hex(middle >>> 8)}${hex(middle & 0xff)}-${hex(low)}${hex(byteAt(random + 5))}${hex(byteAt(random + 6))}${hex(byteAt(random + 7))}${hex(byteAt(random + 8))}${hex(byteAt(random + 9))}`;
}

/** The instant inside a UUIDv7, in milliseconds of the Unix epoch. */
export function instantOfId(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** Begins a millisecond; the counter starts in its lower half, so that it cannot run out. */
function enter(instant: number, random: number): void {
  lastInstant = instant;
  const text = instant.toString(16).padStart(12, '0');
  instantText = `${text.slice(0, 8)}-${text.slice(8)}`;
  sequence = pool.readUInt32BE(random) >>> 1;
}

/** Offset of ten unused random bytes. */
function draw(): number {
  if (used + 10 > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const offset = used;
  used += 10;
  return offset;
}

function byteAt(offset: number): number {
  return pool[offset] as number;
}

function hex(byte: number): string {
  return HEX[byte] as string;
}
