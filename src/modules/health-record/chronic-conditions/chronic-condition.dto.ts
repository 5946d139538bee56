import { DateField, EnumField, TextField } from '../../../platform/http/fields.js';
import { PartialType } from '../../../platform/http/mapped-types.js';
import { CONDITION_STATUSES, type ConditionStatus } from './chronic-condition.rules.js';

export class CreateChronicConditionDto {
  @TextField({ max: 255 })
  declare name: string;

  @TextField({ max: 64, optional: true, nullable: true })
  declare code?: string | null;

  @TextField({ max: 64, optional: true, nullable: true, description: 'ICD-10-CM, SNOMED CT, …' })
  declare codeSystem?: string | null;

  @EnumField(CONDITION_STATUSES, { optional: true, description: 'ACTIVE unless told' })
  declare status?: ConditionStatus;

  @TextField({ max: 60, optional: true, nullable: true })
  declare severity?: string | null;

  @DateField({ optional: true, nullable: true, hasHappened: true })
  declare onsetDate?: string | null;

  @DateField({ optional: true, nullable: true, hasHappened: true })
  declare resolvedDate?: string | null;

  @TextField({ max: 4000, optional: true, nullable: true })
  declare notes?: string | null;
}

/** Any of the fields; null takes an optional one away. */
export class PatchChronicConditionDto extends PartialType(CreateChronicConditionDto, { skipNullProperties: false }) {}
