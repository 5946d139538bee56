import { fieldsOf, type RecordKind } from '../records/record-kind.js';

export const VISIT: RecordKind = {
  resource: 'health-record',
  table: 'health_records',
  naturalKey: 'health_records_natural_key',
  fields: fieldsOf(['type', 'occurredAt', 'description', 'provider', 'notes', 'confidential', 'vital'], ['occurredAt']),
  order: [
    { expression: 'r.occurred_at', type: 'timestamptz' },
    { expression: 'r.id', type: 'uuid' },
  ],
  duplicateDetail: 'This patient already has a record of this type and description at this time.',
};
