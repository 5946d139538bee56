import { CONDITION_STATUSES } from '../../health-record/chronic-conditions/chronic-condition.rules.js';
import { CellFault, choice, text } from './cell.rules.js';
import { calendarDate } from './dates.rules.js';
import { field, mrnField, positionsOf, type RowType } from './row-type.rules.js';

/** FHIR's clinical statuses that say the same, and what people write. */
const STATUS_SYNONYMS = {
  current: 'ACTIVE',
  ongoing: 'ACTIVE',
  chronic: 'ACTIVE',
  recurrence: 'ACTIVE',
  relapse: 'ACTIVE',
  'in remission': 'REMISSION',
  cured: 'RESOLVED',
  healed: 'RESOLVED',
  ended: 'RESOLVED',
  completed: 'RESOLVED',
};

const RESOLVED_BEFORE_ONSET = new CellFault('dates-reversed', 'Lies before the onset date. Check both dates.');

export const CHRONIC_CONDITION_ROWS: RowType = {
  type: 'chronic-conditions',
  fields: [
    mrnField(text(64)),
    field('code', text(64), { aliases: ['icd', 'icd10', 'icd-10', 'snomed', 'condition code'] }),
    field('code_system', text(64), { aliases: ['system', 'coding system'] }),
    field('name', text(255), { isRequired: true, aliases: ['condition', 'diagnosis', 'description', 'problem'] }),
    field('status', choice(CONDITION_STATUSES, STATUS_SYNONYMS), { aliases: ['clinical status', 'state'] }),
    field('severity', text(60), { aliases: ['level'] }),
    {
      name: 'onset_date',
      aliases: ['onset', 'start', 'start date', 'diagnosed', 'date'],
      reader: (options) => calendarDate(options),
    },
    {
      name: 'resolved_date',
      aliases: ['resolved', 'stop', 'stop date', 'end', 'end date', 'abatement'],
      reader: (options) => calendarDate(options),
    },
    field('notes', text(4000), { aliases: ['note', 'comment', 'comments'] }),
  ],
  // A condition that has an end and no status of its own is over.
  complete: (values) => {
    const { onset_date: onset, resolved_date: resolved, status } = CHRONIC_CONDITION_AT;
    const [from, to] = [values[onset], values[resolved]];
    values[status] ??= to ? 'RESOLVED' : 'ACTIVE';
    return from && to && to < from ? [{ field: 'resolved_date', fault: RESOLVED_BEFORE_ONSET }] : undefined;
  },
};

export const CHRONIC_CONDITION_AT = positionsOf(
  CHRONIC_CONDITION_ROWS.fields,
  'mrn',
  'code',
  'code_system',
  'name',
  'status',
  'severity',
  'onset_date',
  'resolved_date',
  'notes',
);
