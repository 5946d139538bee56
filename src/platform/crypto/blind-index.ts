import type { KeyObject } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { hmacSha256 } from './hmac.js';

/**
 * Finds sealed values by equality: HMAC-SHA-256 of the normalised value under a key of its own, so that the database alone
 * tells nothing. Only for values with many possibilities (addresses, numbers, names with birth dates), never for sex, flags
 * or genotypes, which an index would give away by counting.
 */
export class BlindIndex {
  constructor(private readonly key: KeyObject) {}

  /** Index of an e-mail address, or null when it has no address in it. */
  email(address: string): Buffer | null {
    const normal = normaliseEmail(address);
    return normal === null ? null : this.of('email', normal);
  }

  /** Index of a telephone number, or null when it has no number in it. */
  phone(number: string, countryCode?: string): Buffer | null {
    const normal = normalisePhone(number, countryCode);
    return normal === null ? null : this.of('phone', normal);
  }

  /** Index of a value that the caller has normalised. Different purposes never share an index. */
  of(purpose: string, normalised: string): Buffer {
    return hmacSha256(this.key, Buffer.from(`${purpose}\0${normalised}`));
  }
}

/** `  Ana.Ruiz@Bücher.example ` and `ana.ruiz@xn--bcher-kva.example` are one address. Null when it is none. */
export function normaliseEmail(address: string): string | null {
  const text = address.normalize('NFKC').trim().toLowerCase();
  const at = text.lastIndexOf('@');
  if (at < 1 || /\s/.test(text)) return null;
  const domain = domainToASCII(text.slice(at + 1));
  return domain === '' ? null : `${text.slice(0, at)}@${domain}`;
}

/**
 * A telephone number in E.164 form (`+` and 8 to 15 digits), or null. Numbers without a country get `countryCode`; extensions are
 * left out.
 */
export function normalisePhone(number: string, countryCode = '1'): string | null {
  const text = number
    .normalize('NFKC')
    .trim()
    .replace(/(?:ext\.?|x|#)\s*\d+$/i, '')
    .trim();
  if (!/^(?:\+|00)?[\d\s().\-/]+$/.test(text)) return null;
  const digits = text.replace(/\D/g, '');
  let full: string;
  if (text.startsWith('+')) full = digits;
  else if (text.startsWith('00')) full = digits.slice(2);
  else if (countryCode === '1' && digits.length === 11 && digits.startsWith('1')) full = digits;
  else full = countryCode + digits.replace(/^0/, '');
  return /^\d{8,15}$/.test(full) ? `+${full}` : null;
}
