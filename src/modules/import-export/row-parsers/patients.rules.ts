import { SEXES } from '../../patients/patient.rules.js';
import { choice, email, text } from './cell.rules.js';
import { calendarDate } from './dates.rules.js';
import { field, mrnField, positionsOf, type RowType } from './row-type.rules.js';

/** Letters and words for administrative sex in the files of schools and clinics. */
const SEX_SYNONYMS = {
  f: 'female',
  girl: 'female',
  woman: 'female',
  m: 'male',
  boy: 'male',
  man: 'male',
  o: 'other',
  x: 'other',
  nb: 'other',
  nonbinary: 'other',
  u: 'unknown',
  unk: 'unknown',
  'not specified': 'unknown',
  undisclosed: 'unknown',
};

export const PATIENT_ROWS: RowType = {
  type: 'patients',
  fields: [
    mrnField(text(64)),
    field('given_name', text(100), { isRequired: true, aliases: ['first', 'first name', 'forename', 'given'] }),
    field('family_name', text(100), { isRequired: true, aliases: ['last', 'last name', 'surname', 'family'] }),
    {
      name: 'birth_date',
      isRequired: true,
      aliases: ['dob', 'date of birth', 'birthday'],
      reader: (options) => calendarDate(options),
    },
    field('sex', choice(SEXES, SEX_SYNONYMS), { isRequired: true, aliases: ['gender'] }),
    field('grade', text(20), { aliases: ['class', 'grade level', 'year group'] }),
    field('email', email, { aliases: ['e-mail', 'email address', 'mail'] }),
    field('phone', text(40), { aliases: ['telephone', 'phone number', 'mobile', 'cell'] }),
  ],
};

export const PATIENT_AT = positionsOf(
  PATIENT_ROWS.fields,
  'mrn',
  'given_name',
  'family_name',
  'birth_date',
  'sex',
  'grade',
  'email',
  'phone',
);
