import { DateField, EnumField } from '../../../platform/http/fields.js';
import type { GrowthReference } from './growth.rules.js';

/** Which reference, and which visits. */
export class GrowthQuery {
  @EnumField(['cdc', 'who'], { optional: true, description: "the organization's own choice unless told" })
  declare reference?: GrowthReference;

  @DateField({ optional: true, description: 'first day of the visits, in the time zone of the organization' })
  declare from?: string;

  @DateField({ optional: true, description: 'last day of the visits' })
  declare to?: string;
}

export class GrowthReferenceDto {
  @EnumField(['cdc', 'who'])
  declare reference: GrowthReference;
}
