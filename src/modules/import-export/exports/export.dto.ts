import { DateField, EnumField, IdField } from '../../../platform/http/fields.js';
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
}
