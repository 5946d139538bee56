import { vaccineOf } from '../../health-record/vaccinations/cvx.rules.js';
import { CellFault, type CellReader, integer, remembered, text } from './cell.rules.js';
import { calendarDate } from './dates.rules.js';
import { field, mrnField, positionsOf, type RowType } from './row-type.rules.js';

const NOT_A_CODE = new CellFault('invalid-code', 'Is not a CVX code. Write its digits, such as 08 or 140.');
const UNKNOWN_VACCINE = new CellFault(
  'unknown-vaccine',
  "Is not in CDC's list of vaccines. Look the code up in the CVX table.",
);

/** A CVX code, in the form of the table: spreadsheets make 8 or 8.0 of 08, other systems pad to 008. */
const cvx: CellReader = remembered((cell) => {
  const digits = /^0*(\d{1,3})(?:\.0+)?$/.exec(cell)?.[1];
  if (digits === undefined) return NOT_A_CODE;
  return vaccineOf(digits.padStart(2, '0'))?.cvx ?? UNKNOWN_VACCINE;
});

export const VACCINATION_ROWS: RowType = {
  type: 'vaccinations',
  fields: [
    mrnField(text(64)),
    field('cvx', cvx, { isRequired: true, aliases: ['cvx code', 'vaccine code', 'code', 'vaccine'] }),
    {
      name: 'administered_on',
      isRequired: true,
      aliases: ['date', 'date given', 'administered', 'vaccination date', 'administration date', 'given on'],
      reader: (options) => calendarDate(options),
    },
    field('lot_number', text(50), { aliases: ['lot', 'batch', 'batch number'] }),
    field('dose_number', integer(1, 20), { aliases: ['dose', 'dose no'] }),
    field('manufacturer', text(100), { aliases: ['mvx', 'maker'] }),
    field('site', text(60), { aliases: ['body site', 'injection site'] }),
    field('route', text(60), { aliases: ['route of administration'] }),
    field('provider', text(200), { aliases: ['administered by', 'given by', 'clinic'] }),
    field('notes', text(4000), { aliases: ['note', 'comment', 'comments'] }),
  ],
};

export const VACCINATION_AT = positionsOf(
  VACCINATION_ROWS.fields,
  'mrn',
  'cvx',
  'administered_on',
  'lot_number',
  'dose_number',
  'manufacturer',
  'site',
  'route',
  'provider',
  'notes',
);
