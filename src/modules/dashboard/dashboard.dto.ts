import { EnumField, IdField, IntegerField } from '../../platform/http/fields.js';
import { CHART_RANGES, CHART_STEPS, type ChartRange, type ChartStep } from './calendar.rules.js';

export class OrganizationQuery {
  @IdField({ optional: true, description: "only this organization and those under it; all of one's own unless told" })
  organizationId?: string;
}

export class ChartsQuery extends OrganizationQuery {
  @EnumField(CHART_RANGES, { optional: true, description: 'how far back; a month unless told' })
  range: ChartRange = 'month';

  @EnumField(CHART_STEPS, { optional: true, description: 'what one bar counts; what suits the range unless told' })
  declare by?: ChartStep;
}

export class ActivityQuery extends OrganizationQuery {
  @IntegerField({ min: 1, max: 100, optional: true, description: 'lines; 20 unless told' })
  limit: number = 20;
}
