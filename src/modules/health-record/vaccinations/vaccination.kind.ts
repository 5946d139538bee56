import { fieldsOf, type RecordKind, type ViewOf } from '../records/record-kind.js';
import type { Vaccination } from './vaccination.model.js';

const FIELDS = [
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
] as const;

/** One dose given. */
export type VaccinationView = ViewOf<Vaccination, (typeof FIELDS)[number]>;

export const VACCINATION: RecordKind<VaccinationView> = {
  resource: 'vaccination',
  table: 'vaccinations',
  naturalKey: 'vaccinations_natural_key',
  fields: fieldsOf(FIELDS),
  order: [
    { expression: 'r.administered_on', type: 'date' },
    { expression: 'r.id', type: 'uuid' },
  ],
  duplicateDetail: 'This patient already has this vaccine recorded on this day.',
};
