import type { Role } from '../../../platform/access/actor.js';
import { validationFailed } from '../../../platform/http/problem.js';

/** Who may bring files in, correct them and take them back. */
export const IMPORTERS: readonly Role[] = ['nurse', 'clinician', 'org-admin', 'superadmin'];

const SANE_KEY = /^[\x21-\x7e]{1,255}$/;

/** The `Idempotency-Key` of a request with a file, which is too large for the interceptor that other writes share. */
export function idempotencyKey(key: string | undefined): string | null {
  if (key === undefined || SANE_KEY.test(key)) return key ?? null;
  throw validationFailed([{ path: 'Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters' }]);
}
