import { DateField, IntegerField, TextField } from '../../../platform/http/fields.js';
import { PartialType } from '../../../platform/http/mapped-types.js';

export class CreateVaccinationDto {
  @TextField({ max: 6, pattern: /^\d{1,3}$/, hint: 'must be a CVX code of one to three digits' })
  declare cvx: string;

  @DateField({ hasHappened: true })
  declare administeredOn: string;

  @TextField({ max: 50, optional: true, nullable: true })
  declare lotNumber?: string | null;

  @IntegerField({ min: 1, max: 20, optional: true, nullable: true })
  declare doseNumber?: number | null;

  @TextField({ max: 100, optional: true, nullable: true, description: 'name or MVX code' })
  declare manufacturer?: string | null;

  @TextField({ max: 60, optional: true, nullable: true })
  declare site?: string | null;

  @TextField({ max: 60, optional: true, nullable: true })
  declare route?: string | null;

  @TextField({ max: 200, optional: true, nullable: true })
  declare provider?: string | null;

  @TextField({ max: 4000, optional: true, nullable: true })
  declare notes?: string | null;
}

/** Any of the fields; null takes an optional one away. */
export class PatchVaccinationDto extends PartialType(CreateVaccinationDto, { skipNullProperties: false }) {}
