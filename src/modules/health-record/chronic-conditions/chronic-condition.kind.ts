import { fieldsOf, type RecordKind } from '../records/record-kind.js';
import { statusRank } from './chronic-condition.rules.js';

export const CHRONIC_CONDITION: RecordKind = {
  resource: 'chronic-condition',
  table: 'chronic_conditions',
  naturalKey: 'chronic_conditions_natural_key',
  fields: fieldsOf(['code', 'codeSystem', 'name', 'status', 'severity', 'onsetDate', 'resolvedDate', 'notes']),
  order: [
    { expression: statusRank('r.status'), type: 'int' },
    { expression: 'r.id', type: 'uuid' },
  ],
  duplicateDetail: 'This patient already has this condition.',
};
