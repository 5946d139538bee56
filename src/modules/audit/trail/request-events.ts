import type { AccessRule, RoleAccess } from '../../../platform/access/access.decorator.js';
import type { RequestContext } from '../../../platform/http/request-context.js';
import type { AuditedPatient, AuditEvent, AuditOutcome } from '../events/audit-event.js';

/** Routes that show nothing of a patient: monitoring asks them every few seconds. */
const NOT_ABOUT_PATIENTS: ReadonlySet<string> = new Set([
  'operations',
  'session',
  'health',
  'metrics',
  'organization',
  'vaccine',
]);
const READS: ReadonlySet<string> = new Set(['read', 'list', 'search']);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What the audit trail must know of an answer before it leaves. */
export interface Answered {
  context: RequestContext;
  params: Readonly<Record<string, string>>;
  status: number;
  /** A committed unit of work has told its own events. */
  hasTold: boolean;
  /** The request's own event was recorded already, in better words. */
  isReplaced: boolean;
}

/**
 * The event that a request leaves by itself, from its route's @Access rule: every read of patient data, every refusal by role
 * or reach, every failure on a patient's route, and a change that told nothing itself. Undefined when there is nothing to tell.
 */
export function eventOf({ context, params, status, hasTold, isReplaced }: Answered): AuditEvent | undefined {
  const { rule, actor } = context;
  if (!isRoleRule(rule) || !actor) return undefined;
  const outcome = outcomeOf(status, rule.patient !== undefined);
  if (outcome === undefined || (outcome === 'success' && (isReplaced || !leavesEvent(rule, hasTold)))) return undefined;
  return {
    action: rule.action,
    resource: rule.resource,
    resourceId: resourceIdOf(rule, params),
    patient: patientOf(rule, context, params),
    outcome,
    ...(outcome === 'success' ? {} : { detail: { status } }),
  } as AuditEvent;
}

function isRoleRule(rule: AccessRule | undefined): rule is RoleAccess {
  return rule !== undefined && !('open' in rule);
}

function leavesEvent(rule: RoleAccess, hasTold: boolean): boolean {
  if (!READS.has(rule.action)) return !hasTold;
  return rule.patient !== undefined || !NOT_ABOUT_PATIENTS.has(rule.resource);
}

/** A 404 on a patient's route is a refusal: it does not exist, or it is out of reach, and the answer does not tell which. */
function outcomeOf(status: number, hasPatient: boolean): AuditOutcome | undefined {
  if (status < 400) return 'success';
  if (status === 403 || (status === 404 && hasPatient)) return 'denied';
  return status >= 500 && hasPatient ? 'failed' : undefined;
}

/** The patient in reach, or the one that was asked for in vain: whose organization is then not told. */
function patientOf(rule: RoleAccess, context: RequestContext, params: Answered['params']): AuditedPatient | null {
  if (context.patient) return context.patient;
  const asked = rule.patient === undefined ? undefined : params[rule.patient];
  const organizationId = context.actor?.organizationId;
  return asked !== undefined && UUID.test(asked) && organizationId ? { id: asked, organizationId } : null;
}

/** The last id in the path that is not the patient's. */
function resourceIdOf(rule: RoleAccess, params: Answered['params']): string | null {
  let id: string | null = null;
  for (const name in params) {
    const value = params[name];
    if (name !== rule.patient && value !== undefined && UUID.test(value)) id = value;
  }
  return id;
}
