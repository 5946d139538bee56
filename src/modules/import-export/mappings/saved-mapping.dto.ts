import { IsObject } from 'class-validator';
import { Described } from '../../../platform/http/docs/described.js';
import { EnumField, IdField, TextField } from '../../../platform/http/fields.js';
import { PageQuery } from '../../../platform/http/paging.dto.js';
import { DATE_FORMATS, type DateFormat } from '../row-parsers/dates.rules.js';
import { IMPORT_TYPES, type ImportType } from '../row-parsers/row-type.rules.js';

/** A mapping to be kept. */
export class SavedMappingDto {
  @IdField({ description: 'the school or clinic whose files look like this' })
  declare organizationId: string;

  @EnumField(IMPORT_TYPES)
  declare type: ImportType;

  @TextField({ max: 100, description: 'how it is called; unique for the organization and type' })
  declare name: string;

  @Described(({ ApiProperty }) =>
    ApiProperty({
      type: Object,
      description: 'from the file’s columns to our fields; an empty field ignores its column',
    }),
  )
  @IsObject({ message: 'must be an object of column names and field names' })
  declare mapping: Record<string, unknown>;

  @EnumField(DATE_FORMATS, { optional: true })
  declare dateFormat?: DateFormat;
}

/** Which mappings are listed. */
export class SavedMappingQuery extends PageQuery {
  @IdField({ optional: true })
  declare organizationId?: string;

  @EnumField(IMPORT_TYPES, { optional: true })
  declare type?: ImportType;
}
