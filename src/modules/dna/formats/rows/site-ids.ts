/** What kind of name a marker has: three are numbers, the rest is text. */
export const IdKind = {
  /** dbSNP: `rs` and a number. */
  Rs: 0,
  /** 23andMe's internal ids: `i` and a number. */
  Internal: 1,
  /** Named by its own place, `1:101`; the number is not used. */
  Place: 2,
  /** Any other text; the number is its index in the genome's texts. */
  Text: 3,
} as const;

/** The longest name a marker may have, in bytes. */
export const MAX_ID_BYTES = 100;

const NUMBERED = /^(rs|i)([1-9]\d{0,9})$/;
const MAX_NUMBER = 0xffff_ffff;

/** A marker's name as kind and number, `undefined` when it is text of another sort. */
export function numberedId(id: string): { kind: number; number: number } | undefined {
  const match = NUMBERED.exec(id);
  if (!match) return undefined;
  const number = Number(match[2]);
  if (number > MAX_NUMBER) return undefined;
  return { kind: match[1] === 'rs' ? IdKind.Rs : IdKind.Internal, number };
}

const R = 114;
const S = 115;
const I = 105;
const ZERO = 48;

/**
 * The number of an id of kind `Rs` (2 letters) or `Internal` (1 letter) in bytes, or -1. Leading zeros are refused, so
 * that a number always prints as it was read.
 */
export function readIdNumber(bytes: Uint8Array, start: number, end: number, prefixLength: number): number {
  const from = start + prefixLength;
  const digits = end - from;
  if (digits < 1 || digits > 10 || bytes[from] === ZERO) return -1;
  let number = 0;
  for (let i = from; i < end; i++) {
    const digit = bytes[i]! - ZERO;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number <= MAX_NUMBER ? number : -1;
}

/** Whether the bytes begin as an rs number does. */
export function looksLikeRs(bytes: Uint8Array, start: number): boolean {
  return bytes[start] === R && bytes[start + 1] === S;
}

/** Whether the bytes begin as one of 23andMe's internal ids does. */
export function looksLikeInternal(bytes: Uint8Array, start: number): boolean {
  return bytes[start] === I;
}
