import { plainToInstance } from 'class-transformer';
import { IsObject, IsOptional } from 'class-validator';
import { BooleanField, EnumField, IdField, TextField } from '../../../platform/http/fields.js';
import { validationFailed } from '../../../platform/http/problem.js';
import { columnMappingOf } from '../mappings/mapping-columns.rules.js';
import { validationPipe } from '../../../platform/http/validation.js';
import { DATE_FORMATS, type DateFormat } from '../row-parsers/dates.rules.js';
import type { ColumnMapping } from '../row-parsers/header.rules.js';
import { IMPORT_TYPES, type ImportType } from '../row-parsers/row-type.rules.js';

/** The fields that come before the file. */
export class ImportFieldsDto {
  @EnumField(IMPORT_TYPES)
  declare type: ImportType;

  @IdField({ description: 'the school or clinic whose patients these are' })
  declare organizationId: string;

  @IsOptional()
  @IsObject({ message: 'must be a JSON object of column names and field names' })
  declare mapping?: ColumnMapping;

  @IdField({ optional: true, description: 'a saved mapping, instead of `mapping`' })
  declare mappingId?: string;

  @EnumField(DATE_FORMATS, { optional: true })
  declare dateFormat?: DateFormat;

  @TextField({
    optional: true,
    max: 31,
    description: 'of a workbook, the name of the sheet; its first one when absent',
  })
  declare sheet?: string;

  @BooleanField({ optional: true })
  declare dryRun?: boolean;
}

/** Checks the text fields of a form as any other body. @throws Problem 400 that names every fault */
export async function importFieldsOf(form: ReadonlyMap<string, string>): Promise<ImportFieldsDto> {
  const { mapping, ...others } = Object.fromEntries(form);
  const body = { ...others, ...(mapping === undefined ? {} : { mapping: columnMappingOf(parseJson(mapping)) }) };
  if (mapping !== undefined && others['mappingId'] !== undefined) {
    throw validationFailed([{ path: 'mappingId', message: 'must not be given together with mapping' }]);
  }
  await validationPipe().transform(body, { type: 'body', metatype: ImportFieldsDto });
  // The pipe's own instance would have lost columns that are called like an object's members.
  return plainToInstance(ImportFieldsDto, body);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
