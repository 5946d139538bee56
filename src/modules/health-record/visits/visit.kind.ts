import { fieldsOf, type RecordKind, type ViewOf } from '../records/record-kind.js';
import type { Visit } from './visit.model.js';

const FIELDS = ['type', 'occurredAt', 'description', 'provider', 'notes', 'confidential', 'vital'] as const;

/** A visit to the nurse or clinic; the notes of a confidential one are shown only where it is read by itself. */
export type HealthRecordView = ViewOf<Visit, (typeof FIELDS)[number]>;

export const VISIT: RecordKind<HealthRecordView> = {
  resource: 'health-record',
  table: 'health_records',
  naturalKey: 'health_records_natural_key',
  fields: fieldsOf(FIELDS, ['occurredAt']),
  order: [
    { expression: 'r.occurred_at', type: 'timestamptz' },
    { expression: 'r.id', type: 'uuid' },
  ],
  duplicateDetail: 'This patient already has a record of this type and description at this time.',
};
