import { instantOfId } from '../../../platform/database/new-id.js';
import type { EventRecord } from './event-query.js';

/** An event as the API shows it. What was changed is sealed, and shown one event at a time. */
export interface EventView {
  id: string;
  occurredAt: string;
  action: string;
  resourceType: string;
  resourceId: string | null;
  patientId: string | null;
  organizationId: string | null;
  actor: { id: string | null; role: string | null; organizationId: string | null; sessionId: string | null };
  purpose: string;
  /** True for what was seen or done behind broken glass. */
  isBreakGlass: boolean;
  breakGlassId: string | null;
  outcome: string;
  address: string | null;
  userAgent: string | null;
  /** The caller's own, where it sent one. @format text */
  requestId: string | null;
  detail: unknown;
  /** True when previous and new values, or a stated reason, can be opened. */
  hasValues: boolean;
  /** True when it was read from the archive. */
  archived: boolean;
}

/** Shapes a stored event for the API. */
export function viewOf(record: EventRecord): EventView {
  return {
    id: record.id,
    occurredAt: new Date(instantOfId(record.id)).toISOString(),
    action: record.action,
    resourceType: record.resource_type,
    resourceId: record.resource_id,
    patientId: record.patient_id,
    organizationId: record.organization_id,
    actor: {
      id: record.actor_id,
      role: record.actor_role,
      organizationId: record.actor_organization_id,
      sessionId: record.session_id,
    },
    purpose: record.purpose,
    isBreakGlass: record.break_glass_id !== null || record.action === 'break-glass',
    breakGlassId: record.break_glass_id,
    outcome: record.outcome,
    address: record.address,
    userAgent: record.user_agent,
    requestId: record.request_id,
    detail: record.detail === null ? null : (JSON.parse(record.detail) as unknown),
    hasValues: record.sealed !== null,
    archived: record.archived ?? false,
  };
}
