import { TextField } from '../../platform/http/fields.js';

const MONTH = /^(19|20)\d\d-(0[1-9]|1[0-2])$/;

/** Months, both included. */
export class PeriodQuery {
  @TextField({
    optional: true,
    pattern: MONTH,
    hint: 'must be a month, as YYYY-MM',
    description: 'the first month; the first there is unless told',
  })
  from?: string;

  @TextField({ optional: true, pattern: MONTH, hint: 'must be a month, as YYYY-MM', description: 'the last month' })
  to?: string;
}

/** Why a patient's events must be kept. */
export class LegalHoldDto {
  @TextField({ max: 500 })
  reason!: string;
}
