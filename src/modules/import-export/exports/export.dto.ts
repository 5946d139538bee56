import { IsString, MaxLength, MinLength, ValidateIf } from 'class-validator';
import { Described } from '../../../platform/http/docs/described.js';
import { DateField, EnumField, IdField, IntegerField } from '../../../platform/http/fields.js';
import { EXPORT_FORMATS, EXPORT_TYPES, type ExportFormat, type ExportType } from './export.rules.js';

export class CreateExportDto {
  @EnumField(EXPORT_TYPES)
  declare type: ExportType;

  @EnumField(EXPORT_FORMATS, { description: '`csv` has the columns that an import of the type takes' })
  declare format: ExportFormat;

  @IdField({ description: 'the school, clinic or district; those under it are exported too' })
  declare organizationId: string;

  @DateField({
    optional: true,
    description:
      'first day, in the organization’s time zone: of administration, of the visit; for the others of registration',
  })
  declare from?: string;

  @DateField({ optional: true, description: 'last day, included' })
  declare to?: string;

  /** Taken as it is: a blank at its end is part of it. */
  @Described(({ ApiProperty }) =>
    ApiProperty({
      required: false,
      minLength: 12,
      maxLength: 128,
      description: 'the file comes as a ZIP, encrypted with it (AES-256)',
    }),
  )
  @ValidateIf((_export, password) => password !== undefined)
  @IsString({ message: 'must be text' })
  @MinLength(12, { message: 'must have at least 12 characters' })
  @MaxLength(128, { message: 'must have at most 128 characters' })
  declare password?: string;
}

export class ExportLinkDto {
  @IntegerField({ min: 1, max: 1440, optional: true, description: 'how long the link opens; 15 unless told' })
  declare minutes?: number;
}
