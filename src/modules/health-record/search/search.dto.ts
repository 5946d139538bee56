import { DateField, EnumField, TextField } from '../../../platform/http/fields.js';
import { PageQuery } from '../../../platform/http/paging.dto.js';
import { HEALTH_RECORD_TYPES, type HealthRecordType } from '../visits/visit.rules.js';

/** What to look for: words, "phrases", `or`, and `-` before what must not be there. */
export class SearchQuery extends PageQuery {
  @TextField({ max: 20_000, description: 'words, "a phrase", either or other, -not' })
  declare q: string;

  @EnumField(HEALTH_RECORD_TYPES, { optional: true })
  declare type?: HealthRecordType;

  @DateField({ optional: true, description: 'first day, in UTC' })
  declare from?: string;

  @DateField({ optional: true, description: 'last day, in UTC' })
  declare to?: string;
}
