import { applyDecorators, SetMetadata } from '@nestjs/common';
import { Described } from '../http/docs/described.js';
import type { Role } from './actor.js';

/** What a route does to its resource, in the words of the audit log. */
export type Action =
  | 'read'
  | 'list'
  | 'search'
  | 'download'
  | 'create'
  | 'update'
  | 'retire'
  | 'restore'
  | 'merge'
  | 'transfer'
  | 'delete'
  | 'upload'
  | 'cancel'
  | 'execute'
  | 'import'
  | 'export'
  | 'verify'
  | 'break-glass';

/** A route that anyone may call, and why. */
export interface OpenAccess {
  readonly open: string;
}

/** A route for some roles; with `patient`, only where that patient is in the caller's reach. */
export interface RoleAccess {
  /** Who may call it; `'any'` is every signed-in person. */
  readonly roles: readonly Role[] | 'any';
  readonly action: Action;
  /** Kind of the resource, in the audit log's words: 'allergy', 'patient-summary', … */
  readonly resource: string;
  /** The route parameter that holds the patient's id. */
  readonly patient?: string;
  /** Also the static OPS_TOKEN as bearer opens it (monitoring without a person). */
  readonly opsToken?: boolean;
}

export type AccessRule = OpenAccess | RoleAccess;

export const ACCESS_RULE = 'white-cross:access';

/**
 * The one declaration of who may call a route. A route without it does not start the application.
 *
 *     @Access({ roles: ['nurse', 'clinician'], action: 'read', resource: 'allergy', patient: 'patientId' })
 */
export function Access(rule: AccessRule): MethodDecorator & ClassDecorator {
  const declared = SetMetadata(ACCESS_RULE, Object.freeze(rule));
  if (isOpen(rule)) return applyDecorators(declared, said('x-access', 'open'));
  const says = `${rule.action}: ${rule.resource.replaceAll('-', ' ')}`;
  return applyDecorators(
    declared,
    said('x-access', rule.roles),
    said('x-action', says[0]!.toUpperCase() + says.slice(1)),
    Described(({ ApiBearerAuth }) => ApiBearerAuth()),
  );
}

function said(name: string, value: unknown): MethodDecorator & ClassDecorator {
  return Described(({ ApiExtension }) => ApiExtension(name, value));
}

export function isOpen(rule: AccessRule): rule is OpenAccess {
  return 'open' in rule;
}
