import { v7 } from 'uuid';

/** A UUIDv7 (RFC 9562 section 5.7): sorts by the time it was made, so B-tree inserts stay at the right edge. */
export function newId(): string {
  return v7();
}

/** The instant inside a UUIDv7, in milliseconds of the Unix epoch. */
export function instantOfId(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
