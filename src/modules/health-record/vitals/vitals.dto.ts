import { DateField, EnumField, IntegerField } from '../../../platform/http/fields.js';
import { TREND_KINDS, type TrendKind } from './trend.rules.js';

/** Which series, of which days, at how many points at most. */
export class VitalsQuery {
  @EnumField(TREND_KINDS, { optional: true, description: 'every kind that was measured unless told' })
  declare kind?: TrendKind;

  @DateField({ optional: true, description: 'first day, in the time zone of the organization' })
  declare from?: string;

  @DateField({ optional: true, description: 'last day' })
  declare to?: string;

  @IntegerField({ min: 10, max: 2000, optional: true, description: 'points a series at most; 300 unless told' })
  points: number = 300;
}
