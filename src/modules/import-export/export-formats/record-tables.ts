import { ALLERGY, CHRONIC_CONDITION, type RecordKind, VACCINATION, VISIT } from '../../health-record/index.js';
import type { ExportType } from '../exports/export.rules.js';
import { VITAL_COLUMNS, HEALTH_RECORD_ROWS } from '../row-parsers/health-records.rules.js';
import { ROW_TYPES } from '../row-parsers/row-types.rules.js';
import { datesSql, type ExportDays, instantsSql } from './export-days.js';

/** How the records of one type are read, as SQL over the aliases `p` (the patient) and `r`. */
export interface RecordTable {
  readonly type: Exclude<ExportType, 'patients'>;
  readonly kind: RecordKind;
  /** The order of a patient's records, which an index has. */
  readonly order: string;
  /** The condition that a record lies within the days asked for. */
  readonly within: (days: ExportDays) => string;
  /** What an import of the same columns could not tell from another fact, and so stays out of tables of cells. */
  readonly cellsWhere: string;
  /** The cells of an import's columns, in their order. */
  readonly cells: readonly RecordCell[];
}

/** One column of a table of cells. */
export interface RecordCell {
  readonly name: string;
  readonly sql: string;
  /** Words that people wrote, which a spreadsheet must not run. */
  readonly isFreeText: boolean;
}

/** Columns whose values are numbers, dates or words of ours: no formula, whatever people write. */
const CLOSED_COLUMNS = new Set([
  'cvx',
  'status',
  'type',
  'onset_date',
  'resolved_date',
  'administered_on',
  'dose_number',
]);

export const RECORD_TABLES: Readonly<Record<Exclude<ExportType, 'patients'>, RecordTable>> = {
  allergies: {
    type: 'allergies',
    kind: ALLERGY,
    order: 'r.id',
    within: (days) => instantsSql('r.created_at', days),
    // The columns of an import do not say that an allergy is over, and one that is must not be read as a present danger.
    cellsWhere: ' AND r.active',
    cells: cellsOf('allergies'),
  },
  'chronic-conditions': {
    type: 'chronic-conditions',
    kind: CHRONIC_CONDITION,
    order: 'r.id',
    within: (days) => instantsSql('r.created_at', days),
    cellsWhere: '',
    cells: cellsOf('chronic-conditions'),
  },
  vaccinations: {
    type: 'vaccinations',
    kind: VACCINATION,
    order: 'r.administered_on DESC, r.id DESC',
    within: (days) => datesSql('r.administered_on', days),
    cellsWhere: '',
    cells: cellsOf('vaccinations'),
  },
  'health-records': {
    type: 'health-records',
    kind: VISIT,
    order: 'r.occurred_at DESC, r.id DESC',
    within: (days) => instantsSql('r.occurred_at', days),
    cellsWhere: '',
    cells: cellsOf('health-records'),
  },
};

function cellsOf(type: Exclude<ExportType, 'patients'>): RecordCell[] {
  const vitals = new Map(
    type === 'health-records' ? VITAL_COLUMNS.map(({ at, vital }) => [HEALTH_RECORD_ROWS.fields[at]?.name, vital]) : [],
  );
  return ROW_TYPES[type].fields.map(({ name }) => {
    const vital = vitals.get(name);
    if (vital) return { name, sql: `(r.vital -> '${vital}')`, isFreeText: false };
    if (name === 'occurred_at') return { name, sql: 'iso_instant(r.occurred_at)', isFreeText: false };
    // Made harmless once for all of a patient's rows.
    if (name === 'mrn') return { name, sql: 'p.mrn', isFreeText: false };
    return { name, sql: `r.${name}`, isFreeText: !CLOSED_COLUMNS.has(name) };
  });
}
