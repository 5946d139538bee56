import { fieldsOf, type RecordKind, type ViewOf } from '../records/record-kind.js';
import type { Allergy } from './allergy.model.js';
import { severityRank } from './allergy.rules.js';

const FIELDS = ['allergen', 'code', 'severity', 'reaction', 'onsetDate', 'active', 'notes'] as const;

/** A substance that harms the patient. */
export type AllergyView = ViewOf<Allergy, (typeof FIELDS)[number]>;

export const ALLERGY: RecordKind<AllergyView> = {
  resource: 'allergy',
  table: 'allergies',
  naturalKey: 'allergies_natural_key',
  fields: fieldsOf(FIELDS),
  order: [
    { expression: 'r.active::int', type: 'int' },
    { expression: severityRank('r.severity'), type: 'int' },
    { expression: 'r.id', type: 'uuid' },
  ],
  duplicateDetail: 'This patient already has an allergy to this allergen in the same state.',
};
