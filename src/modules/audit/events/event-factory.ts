import { currentRequest, type RequestContext } from '../../../platform/http/request-context.js';
import { newId } from '../../../platform/database/new-id.js';
import type { AuditActor, AuditEvent, AuditedPatient, PurposeOfUse } from './audit-event.js';
import type { EventRow } from './event-row.js';

/** Longest text kept of what a caller sends along: header values are not ours. */
const TEXT_MAX = 256;
const WORD = /^[a-z][a-z0-9-]{0,63}$/;

/** An event's row, with what is still to be sealed under the patient's key. */
export interface DraftEvent {
  row: EventRow;
  patient: AuditedPatient | null;
  secret: Readonly<Record<string, unknown>> | null;
}

/** Completes an event from the running request: who, from where, for which patient, and why. */
export function draftEvent(event: AuditEvent, request: RequestContext | undefined = currentRequest()): DraftEvent {
  const patient = event.patient === undefined ? (request?.patient ?? null) : event.patient;
  const actor = event.actor ?? actorOf(request);
  const breakGlassId = event.breakGlassId ?? grantFor(patient, request);
  const row: EventRow = {
    id: newId(),
    patientId: patient?.id ?? null,
    organizationId: patient?.organizationId ?? actor.organizationId,
    actorId: actor.userId,
    actorOrganizationId: actor.organizationId,
    sessionId: actor.sessionId,
    resourceId: event.resourceId ?? null,
    breakGlassId,
    action: event.action,
    resourceType: wordOf(event.resource),
    outcome: event.outcome ?? 'success',
    purpose: event.purpose ?? purposeOf(actor, breakGlassId),
    actorRole: actor.role,
    address: request?.address.slice(0, TEXT_MAX) ?? null,
    userAgent: request?.userAgent.slice(0, TEXT_MAX) ?? null,
    requestId: request?.requestId.slice(0, TEXT_MAX) ?? null,
    detail: event.detail === undefined ? null : JSON.stringify(event.detail),
    sealed: null,
  };
  return { row, patient, secret: secretOf(event) };
}

/** What is seen of a patient behind broken glass stands out in the log, whichever use case tells of it. */
function grantFor(patient: AuditedPatient | null, request: RequestContext | undefined): string | null {
  const inReach = request?.patient;
  return inReach && inReach.id === patient?.id ? (inReach.breakGlassId ?? null) : null;
}

const SERVICE: AuditActor = { userId: null, role: null, organizationId: null, sessionId: null };

function actorOf(request: RequestContext | undefined): AuditActor {
  return request?.actor ?? SERVICE;
}

function purposeOf(actor: AuditActor, breakGlassId: string | null): PurposeOfUse {
  if (breakGlassId !== null) return 'BTG';
  if (actor.userId === null || actor.role === 'ops' || actor.role === 'superadmin') return 'HSYSADMIN';
  if (actor.role === 'patient') return 'PATRQT';
  return actor.role === 'auditor' || actor.role === 'org-admin' ? 'HOPERAT' : 'TREAT';
}

function wordOf(resource: string): string {
  if (!WORD.test(resource)) throw new TypeError('The resource of an audit event is a noun in kebab-case.');
  return resource;
}

function secretOf(event: AuditEvent): Readonly<Record<string, unknown>> | null {
  // A refused attempt to break the glass has this action too, and no reason that was accepted.
  if ('reason' in event) return { reason: event.reason };
  if (!('previous' in event) && !('next' in event)) return null;
  return { previous: event.previous ?? null, next: event.next ?? null };
}
