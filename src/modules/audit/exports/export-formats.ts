import type { EventView } from '../reading/event-view.js';
import { fhirAuditEvent } from './fhir-audit-event.js';

export const EXPORT_FORMATS = ['csv', 'ndjson', 'fhir'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** How events are written in one format. */
export interface EventWriter {
  mediaType: string;
  fileName: string;
  head: string;
  write(event: EventView): string;
}

const COLUMNS: readonly [string, (event: EventView) => string | number | boolean | null][] = [
  ['id', ({ id }) => id],
  ['occurred_at', ({ occurredAt }) => occurredAt],
  ['action', ({ action }) => action],
  ['resource_type', ({ resourceType }) => resourceType],
  ['resource_id', ({ resourceId }) => resourceId],
  ['patient_id', ({ patientId }) => patientId],
  ['organization_id', ({ organizationId }) => organizationId],
  ['actor_id', ({ actor }) => actor.id],
  ['actor_role', ({ actor }) => actor.role],
  ['actor_organization_id', ({ actor }) => actor.organizationId],
  ['session_id', ({ actor }) => actor.sessionId],
  ['purpose', ({ purpose }) => purpose],
  ['break_glass_id', ({ breakGlassId }) => breakGlassId],
  ['outcome', ({ outcome }) => outcome],
  ['address', ({ address }) => address],
  ['user_agent', ({ userAgent }) => userAgent],
  ['request_id', ({ requestId }) => requestId],
  ['detail', ({ detail }) => (detail === null ? null : JSON.stringify(detail))],
  ['archived', ({ archived }) => archived],
];

/** The writer of a format. */
export const EVENT_WRITERS: Record<ExportFormat, EventWriter> = {
  csv: {
    mediaType: 'text/csv; charset=utf-8',
    fileName: 'audit-events.csv',
    head: `${COLUMNS.map(([name]) => name).join(',')}\r\n`,
    write: (event) => `${COLUMNS.map(([, value]) => csvField(value(event))).join(',')}\r\n`,
  },
  ndjson: {
    mediaType: 'application/x-ndjson',
    fileName: 'audit-events.ndjson',
    head: '',
    write: (event) => `${JSON.stringify(event)}\n`,
  },
  fhir: {
    mediaType: 'application/fhir+ndjson',
    fileName: 'AuditEvent.ndjson',
    head: '',
    write: (event) => `${JSON.stringify(fhirAuditEvent(event))}\n`,
  },
};

/**
 * A field that no spreadsheet takes for a formula: a caller chooses the user agent, and `=HYPERLINK(…)` in it would run at the
 * auditor's desk (OWASP: CSV injection).
 */
function csvField(value: string | number | boolean | null): string {
  if (value === null) return '';
  const text = String(value);
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
