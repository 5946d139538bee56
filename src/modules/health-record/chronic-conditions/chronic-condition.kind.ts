import { fieldsOf, type RecordKind, type ViewOf } from '../records/record-kind.js';
import type { ChronicCondition } from './chronic-condition.model.js';
import { statusRank } from './chronic-condition.rules.js';

const FIELDS = ['code', 'codeSystem', 'name', 'status', 'severity', 'onsetDate', 'resolvedDate', 'notes'] as const;

/** A condition that lasts, or came back. */
export type ChronicConditionView = ViewOf<ChronicCondition, (typeof FIELDS)[number]>;

export const CHRONIC_CONDITION: RecordKind<ChronicConditionView> = {
  resource: 'chronic-condition',
  table: 'chronic_conditions',
  naturalKey: 'chronic_conditions_natural_key',
  fields: fieldsOf(FIELDS),
  order: [
    { expression: statusRank('r.status'), type: 'int' },
    { expression: 'r.id', type: 'uuid' },
  ],
  duplicateDetail: 'This patient already has this condition.',
};
