import { DateField, EmailField, EnumField, IdField, NestedField, TextField } from '../../platform/http/fields.js';
import { OmitType, PartialType } from '../../platform/http/mapped-types.js';
import { PageQuery } from '../../platform/http/paging.dto.js';
import { PATIENT_NEEDS, SEXES, type PatientNeed, type Sex } from './patient.rules.js';

/** Who to call for a child. */
export class GuardianDto {
  @TextField({ max: 200 })
  declare name: string;

  @TextField({ max: 60, optional: true, nullable: true })
  declare relationship?: string | null;

  @TextField({ max: 40, optional: true, nullable: true })
  declare phone?: string | null;

  @EmailField({ optional: true, nullable: true })
  declare email?: string | null;
}

export class CreatePatientDto {
  @IdField({ description: 'the school or clinic that keeps the record' })
  declare organizationId: string;

  @TextField({ max: 64, description: 'medical record number, unique in its organization' })
  declare mrn: string;

  @TextField({ max: 100 })
  declare givenName: string;

  @TextField({ max: 100 })
  declare familyName: string;

  @DateField({ hasHappened: true })
  declare birthDate: string;

  @EnumField(SEXES)
  declare sex: Sex;

  @TextField({ max: 20, optional: true, nullable: true })
  declare grade?: string | null;

  @EmailField({ optional: true, nullable: true })
  declare email?: string | null;

  @TextField({ max: 40, optional: true, nullable: true })
  declare phone?: string | null;

  @TextField({ max: 500, optional: true, nullable: true })
  declare address?: string | null;

  @NestedField(() => GuardianDto, { optional: true, nullable: true })
  declare guardian?: GuardianDto | null;
}

/**
 * Any of the fields; null takes an optional one away. The organization is not among them: what is sealed for a patient
 * is bound to it, so a transfer is a use case of its own (transfer/).
 */
export class PatchPatientDto extends PartialType(OmitType(CreatePatientDto, ['organizationId']), {
  skipNullProperties: false,
}) {}

export class PatientsQuery extends PageQuery {
  @TextField({ max: 200, min: 0, optional: true, description: 'a name, typing errors forgiven, or an exact MRN' })
  search?: string;

  @TextField({ max: 20, optional: true, description: 'only this grade' })
  grade?: string;

  @IdField({ optional: true, description: 'only patients of this organization and those under it' })
  organizationId?: string;

  @EnumField(PATIENT_NEEDS, {
    optional: true,
    description:
      'only patients with a severe allergy, with a life-threatening one that has no action plan, or with a condition that nobody reviewed for a year; for those who see clinical records',
  })
  need?: PatientNeed;
}
