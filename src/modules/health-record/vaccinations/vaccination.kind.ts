import { fieldsOf, type RecordKind } from '../records/record-kind.js';

export const VACCINATION: RecordKind = {
  resource: 'vaccination',
  table: 'vaccinations',
  naturalKey: 'vaccinations_natural_key',
  fields: fieldsOf([
    'cvx',
    'vaccineName',
    'administeredOn',
    'lotNumber',
    'doseNumber',
    'manufacturer',
    'site',
    'route',
    'provider',
    'notes',
  ]),
  order: [
    { expression: 'r.administered_on', type: 'date' },
    { expression: 'r.id', type: 'uuid' },
  ],
  duplicateDetail: 'This patient already has this vaccine recorded on this day.',
};
