import {
  BooleanField,
  EnumField,
  InstantField,
  NestedField,
  NumberField,
  TextField,
} from '../../../platform/http/fields.js';
import { PartialType } from '../../../platform/http/mapped-types.js';
import { PageQuery } from '../../../platform/http/paging.dto.js';
import { HEALTH_RECORD_TYPES, VITAL_BOUNDS, type HealthRecordType } from './visit.rules.js';

/** What was measured; the bounds are those of a living person. */
export class VitalDto {
  @NumberField({ ...VITAL_BOUNDS.heightCm, optional: true })
  declare heightCm?: number;

  @NumberField({ ...VITAL_BOUNDS.weightKg, optional: true })
  declare weightKg?: number;

  @NumberField({ ...VITAL_BOUNDS.headCircumferenceCm, optional: true })
  declare headCircumferenceCm?: number;

  @NumberField({ ...VITAL_BOUNDS.temperatureC, optional: true })
  declare temperatureC?: number;

  @NumberField({ ...VITAL_BOUNDS.systolic, optional: true, description: 'mmHg' })
  declare systolic?: number;

  @NumberField({ ...VITAL_BOUNDS.diastolic, optional: true, description: 'mmHg' })
  declare diastolic?: number;

  @NumberField({ ...VITAL_BOUNDS.heartRate, optional: true, description: 'beats a minute' })
  declare heartRate?: number;

  @NumberField({ ...VITAL_BOUNDS.respiratoryRate, optional: true, description: 'breaths a minute' })
  declare respiratoryRate?: number;

  @NumberField({ ...VITAL_BOUNDS.spo2, optional: true, description: 'per cent' })
  declare spo2?: number;
}

export class CreateVisitDto {
  @EnumField(HEALTH_RECORD_TYPES)
  declare type: HealthRecordType;

  @InstantField({ hasHappened: true })
  declare occurredAt: string;

  @TextField({ max: 1000 })
  declare description: string;

  @TextField({ max: 200, optional: true, nullable: true })
  declare provider?: string | null;

  @TextField({ max: 10_000, optional: true, nullable: true })
  declare notes?: string | null;

  @BooleanField({ optional: true, description: 'notes are sealed and stand in no index' })
  declare confidential?: boolean;

  @NestedField(() => VitalDto, { optional: true, nullable: true })
  declare vital?: VitalDto | null;
}

/** Any of the fields; null takes an optional one away. */
export class PatchVisitDto extends PartialType(CreateVisitDto, { skipNullProperties: false }) {}

export class VisitsQuery extends PageQuery {
  @EnumField(HEALTH_RECORD_TYPES, { optional: true })
  declare type?: HealthRecordType;
}
