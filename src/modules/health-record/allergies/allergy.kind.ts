import { fieldsOf, type RecordKind } from '../records/record-kind.js';
import { severityRank } from './allergy.rules.js';

export const ALLERGY: RecordKind = {
  resource: 'allergy',
  table: 'allergies',
  naturalKey: 'allergies_natural_key',
  fields: fieldsOf(['allergen', 'code', 'severity', 'reaction', 'onsetDate', 'active', 'notes']),
  order: [
    { expression: 'r.active::int', type: 'int' },
    { expression: severityRank('r.severity'), type: 'int' },
    { expression: 'r.id', type: 'uuid' },
  ],
  duplicateDetail: 'This patient already has an allergy to this allergen in the same state.',
};
