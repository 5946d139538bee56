import type { AuditAction, AuditOutcome, PurposeOfUse, ResourceType } from './audit-event.js';

/** One event as `audit_events` stores it, before a batch takes it in. */
export interface EventRow {
  /** UUIDv7, made when it happened: `occurred_at` is the instant inside it. */
  id: string;
  patientId: string | null;
  organizationId: string | null;
  actorId: string | null;
  actorOrganizationId: string | null;
  sessionId: string | null;
  resourceId: string | null;
  breakGlassId: string | null;
  action: AuditAction;
  resourceType: ResourceType;
  outcome: AuditOutcome;
  purpose: PurposeOfUse;
  actorRole: string | null;
  address: string | null;
  userAgent: string | null;
  requestId: string | null;
  detail: string | null;
  sealed: Buffer | null;
}
