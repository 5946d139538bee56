import type { ImportType } from '../../api/types.ts';
import { words } from '../../parts/format.ts';

/** What an import reads: tables as text, and Excel workbooks. */
export const TABLES =
  '.csv,.xlsx,text/csv,text/plain,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What a nurse calls a field: “Administered on” for `administered_on`. */
export function fieldName(field: string): string {
  return SHORT[field] ?? words(field);
}

const SHORT: Record<string, string> = { mrn: 'MRN', cvx: 'CVX', spo2: 'SpO₂' };

/** The fields that a file of each type can fill, in the order of the contract; `needed` ones must have a column. */
export const IMPORT_FIELDS: Record<ImportType, { needed: string[]; others: string[] }> = {
  patients: {
    needed: ['mrn', 'given_name', 'family_name', 'birth_date', 'sex'],
    others: ['grade', 'email', 'phone'],
  },
  allergies: { needed: ['mrn', 'allergen'], others: ['code', 'severity', 'reaction', 'onset_date', 'notes'] },
  'chronic-conditions': {
    needed: ['mrn', 'name'],
    others: ['code', 'code_system', 'status', 'severity', 'onset_date', 'resolved_date', 'notes'],
  },
  vaccinations: {
    needed: ['mrn', 'cvx', 'administered_on'],
    others: ['lot_number', 'dose_number', 'manufacturer', 'site', 'route', 'provider', 'notes'],
  },
  'health-records': {
    needed: ['mrn', 'type', 'occurred_at', 'description'],
    others: [
      'provider',
      'notes',
      'height_cm',
      'weight_kg',
      'temperature_c',
      'systolic',
      'diastolic',
      'heart_rate',
      'respiratory_rate',
      'spo2',
    ],
  },
};
