import { ALLERGY_SEVERITIES } from '../../health-record/allergies/allergy.rules.js';
import { choice, text } from './cell.rules.js';
import { calendarDate } from './dates.rules.js';
import { field, mrnField, positionsOf, type RowType } from './row-type.rules.js';

/** Other words for severities, with the SNOMED CT qualifiers that some systems export. */
const SEVERITY_SYNONYMS = {
  unk: 'UNKNOWN',
  'not known': 'UNKNOWN',
  light: 'MILD',
  255604002: 'MILD',
  medium: 'MODERATE',
  6736007: 'MODERATE',
  serious: 'SEVERE',
  24484000: 'SEVERE',
  critical: 'LIFE_THREATENING',
  fatal: 'LIFE_THREATENING',
  anaphylaxis: 'LIFE_THREATENING',
  anaphylactic: 'LIFE_THREATENING',
  442452003: 'LIFE_THREATENING',
};

export const ALLERGY_ROWS: RowType = {
  type: 'allergies',
  fields: [
    mrnField(text(64)),
    field('allergen', text(255), { isRequired: true, aliases: ['allergy', 'substance', 'description', 'name'] }),
    field('code', text(64), { aliases: ['allergen code', 'snomed', 'rxnorm'] }),
    field('severity', choice(ALLERGY_SEVERITIES, SEVERITY_SYNONYMS), { aliases: ['severity1', 'level'] }),
    field('reaction', text(1000), { aliases: ['reactions', 'description1', 'symptoms'] }),
    {
      name: 'onset_date',
      aliases: ['onset', 'start', 'start date', 'date'],
      reader: (options) => calendarDate(options),
    },
    field('notes', text(4000), { aliases: ['note', 'comment', 'comments'] }),
  ],
  complete: (values) => {
    values[ALLERGY_AT.severity] ??= 'UNKNOWN';
    return undefined;
  },
};

export const ALLERGY_AT = positionsOf(
  ALLERGY_ROWS.fields,
  'mrn',
  'allergen',
  'code',
  'severity',
  'reaction',
  'onset_date',
  'notes',
);
