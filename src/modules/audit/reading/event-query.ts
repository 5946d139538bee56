import { timestampText } from '../events/canonical-row.rules.js';
import { instantOfId } from '../../../platform/database/new-id.js';
import type { EventFilter } from './event-filter.js';

/** Organizations whose events the reader may see; null for all. */
export type Reach = readonly string[] | null;

/** An event as the queries return it, and as the archive's rows are brought to. */
export interface EventRecord {
  id: string;
  batch_id: string;
  ordinal: number;
  patient_id: string | null;
  organization_id: string | null;
  actor_id: string | null;
  actor_organization_id: string | null;
  session_id: string | null;
  resource_id: string | null;
  break_glass_id: string | null;
  action: string;
  resource_type: string;
  outcome: string;
  purpose: string;
  actor_role: string | null;
  address: string | null;
  user_agent: string | null;
  request_id: string | null;
  detail: string | null;
  sealed: Buffer | null;
  archived?: boolean;
}

export const RECORD_COLUMNS = `id, batch_id, ordinal, patient_id, organization_id, actor_id, actor_organization_id, session_id, resource_id,
  break_glass_id, action, resource_type, outcome, purpose, actor_role, address, user_agent, request_id, detail, sealed`;

export interface Statement {
  text: string;
  values: unknown[];
  /** Set where the statement is worth preparing: over ninety partitions planning costs more than running. */
  name?: string;
}

/**
 * The newest `limit` events of a filter before the event `before`. An id holds its event's time, so ids sort as times do, and one
 * id is a whole cursor.
 */
export function eventStatement(filter: EventFilter, reach: Reach, before: string | null, limit: number): Statement {
  const values: unknown[] = [];
  const place = (value: unknown) => `$${values.push(value)}`;
  const conditions: string[] = [];
  const equals = (column: string, value: unknown) =>
    value !== undefined && conditions.push(`${column} = ${place(value)}`);
  equals('patient_id', filter.patientId);
  equals('actor_id', filter.actorId);
  equals('resource_type', filter.resourceType);
  equals('action', filter.action);
  equals('outcome', filter.outcome);
  if (filter.breakGlass !== undefined) conditions.push(`break_glass_id IS ${filter.breakGlass ? 'NOT NULL' : 'NULL'}`);
  if (filter.from !== undefined) conditions.push(`occurred_at >= ${place(filter.from)}::timestamptz`);
  if (filter.to !== undefined) conditions.push(`occurred_at < ${place(filter.to)}::timestamptz`);
  if (before !== null) {
    const instant = place(timestampText(instantOfId(before)));
    conditions.push(`(occurred_at, id) < (${instant}::timestamptz, ${place(before)}::uuid)`);
  }
  if (reach !== null) conditions.push(`organization_id = ANY(${place(reach)}::uuid[])`);
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  const order = filter.patientId || filter.actorId ? 'occurred_at DESC, id DESC' : 'id DESC';
  return {
    text: `SELECT ${RECORD_COLUMNS} FROM audit_events ${where} ORDER BY ${order} LIMIT ${place(limit)}`,
    values,
  };
}

/** The same conditions for a row of the archive, but for those its own search has met. */
export function matches(record: EventRecord, filter: EventFilter, reach: Reach, before: string | null): boolean {
  const occurredAt = instantOfId(record.id);
  return (
    (filter.patientId === undefined || record.patient_id === filter.patientId.toLowerCase()) &&
    (filter.actorId === undefined || record.actor_id === filter.actorId.toLowerCase()) &&
    (filter.resourceType === undefined || record.resource_type === filter.resourceType) &&
    (filter.action === undefined || record.action === filter.action) &&
    (filter.outcome === undefined || record.outcome === filter.outcome) &&
    (filter.breakGlass === undefined || (record.break_glass_id !== null) === filter.breakGlass) &&
    (filter.from === undefined || occurredAt >= Date.parse(filter.from)) &&
    (filter.to === undefined || occurredAt < Date.parse(filter.to)) &&
    (before === null || record.id < before) &&
    (reach === null || (record.organization_id !== null && reach.includes(record.organization_id)))
  );
}
