import { plainToInstance } from 'class-transformer';
import { IsObject, IsOptional } from 'class-validator';
import { BooleanField, EnumField, IdField } from '../../../platform/http/fields.js';
import { type FieldError, validationFailed } from '../../../platform/http/problem.js';
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

  @EnumField(DATE_FORMATS, { optional: true })
  declare dateFormat?: DateFormat;

  @BooleanField({ optional: true })
  declare dryRun?: boolean;
}

/** Checks the text fields of a form as any other body. @throws Problem 400 that names every fault */
export async function importFieldsOf(form: ReadonlyMap<string, string>): Promise<ImportFieldsDto> {
  const { mapping, ...others } = Object.fromEntries(form);
  const body = { ...others, ...(mapping === undefined ? {} : { mapping: mappingOf(mapping) }) };
  await validationPipe().transform(body, { type: 'body', metatype: ImportFieldsDto });
  // The pipe's own instance would have lost columns that are called like an object's members.
  return plainToInstance(ImportFieldsDto, body);
}

/** A mapping as text. `__proto__` is a column's name like any other, so the result has no prototype. */
function mappingOf(text: string): ColumnMapping {
  const parsed = parseJson(text);
  const entries =
    typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? Object.entries(parsed) : undefined;
  if (!entries?.every((entry): entry is [string, string] => typeof entry[1] === 'string')) {
    throw validationFailed([
      fault('must be a JSON object of column names and field names, such as {"BIRTHDATE":"birth_date"}'),
    ]);
  }
  if (entries.length > 500) throw validationFailed([fault('must have at most 500 columns')]);
  return Object.assign(Object.create(null), Object.fromEntries(entries)) as ColumnMapping;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function fault(message: string): FieldError {
  return { path: 'mapping', message };
}
