import { BooleanField, DateField, EnumField, TextField } from '../../../platform/http/fields.js';
import { PartialType } from '../../../platform/http/mapped-types.js';
import { ALLERGY_SEVERITIES, type AllergySeverity } from './allergy.rules.js';

export class CreateAllergyDto {
  @TextField({ max: 255 })
  declare allergen: string;

  @TextField({ max: 64, optional: true, nullable: true, description: 'SNOMED CT or RxNorm code' })
  declare code?: string | null;

  @EnumField(ALLERGY_SEVERITIES, { optional: true, description: 'UNKNOWN unless told' })
  declare severity?: AllergySeverity;

  @TextField({ max: 1000, optional: true, nullable: true })
  declare reaction?: string | null;

  @DateField({ optional: true, nullable: true, hasHappened: true })
  declare onsetDate?: string | null;

  @BooleanField({ optional: true, description: 'true unless told' })
  declare active?: boolean;

  @TextField({ max: 4000, optional: true, nullable: true })
  declare notes?: string | null;
}

/** Any of the fields; null takes an optional one away. */
export class PatchAllergyDto extends PartialType(CreateAllergyDto, { skipNullProperties: false }) {}
