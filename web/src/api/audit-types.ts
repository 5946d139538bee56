/** What the audit log answers. */

export interface AuditEvent {
  id: string;
  occurredAt: string;
  action: string;
  resourceType: string;
  resourceId: string | null;
  patientId: string | null;
  actor: { id: string | null; role: string | null };
  purpose: string;
  isBreakGlass: boolean;
  outcome: string;
  address: string | null;
  requestId: string | null;
  hasValues: boolean;
  archived: boolean;
}

/** One event with what it keeps sealed: values before and after, or a stated reason. */
export interface AuditEventWithValues extends AuditEvent {
  values: Record<string, unknown> | null;
  erased: boolean;
}

/** A disclosure in words that a parent understands. */
export interface Disclosure {
  eventId: string;
  occurredAt: string;
  who: string;
  role: string;
  organization: string;
  what: string;
  why: string;
  isBreakGlass: boolean;
}

/** What recomputing the trail found. */
export interface Verdict {
  isIntact: boolean;
  months: number;
  events: number;
  batches: number;
  seals: number;
  findings: { kind: string; month: string; eventId?: string; batchId?: string; says: string }[];
  findingCount: number;
  elapsedMs: number;
}
