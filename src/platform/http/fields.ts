import { applyDecorators } from '@nestjs/common';
import type { ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  Validate,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { CalendarDateConstraint, InstantConstraint, NotInTheFutureConstraint } from './date-constraints.js';
import { Described } from './docs/described.js';

/**
 * One decorator a field: what `class-validator` checks and what the OpenAPI document says come from the same words.
 * `optional` fields may be left out; `nullable` ones may also be null (in a PATCH: "take it away").
 */
interface FieldOptions {
  optional?: boolean;
  nullable?: boolean;
  description?: string;
}

/** `hasHappened`: the day or instant has come. */
interface TenseOptions {
  hasHappened?: boolean;
}

type Decorate = PropertyDecorator;

/** Half of a pair of UTF-16 is no character: PostgreSQL would keep another in its place, and validators of addresses throw. */
function isText(): Decorate {
  return Matches(/^\P{Cs}*$/u, { message: 'must be text' });
}

/** Text, trimmed, of `min` (1) to `max` (255) characters, without control characters but tab and line breaks. */
export function TextField(
  options: FieldOptions & { min?: number; max?: number; pattern?: RegExp; hint?: string } = {},
): Decorate {
  const { min = 1, max = 255, pattern, hint } = options;
  return field(options, { type: String, minLength: min, maxLength: max }, [
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value)),
    isText(),
    MinLength(min, { message: `must have at least ${min} character${min === 1 ? '' : 's'}` }),
    MaxLength(max, { message: `must have at most ${max} characters` }),
    // oxlint-disable-next-line no-control-regex
    Matches(/^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]*$/, { message: 'must not hold control characters' }),
    ...(pattern ? [Matches(pattern, { message: hint ?? 'is not in the expected form' })] : []),
  ]);
}

/** A calendar date 'YYYY-MM-DD' between 1900 and 2100 that exists; it never passes through a time zone. */
export function DateField(options: FieldOptions & TenseOptions = {}): Decorate {
  return field(options, { type: String, format: 'date' }, [Validate(CalendarDateConstraint), ...tenseOf(options)]);
}

/** An instant of ISO 8601 with its offset, such as '2026-09-01T08:30:00Z'. */
export function InstantField(options: FieldOptions & TenseOptions = {}): Decorate {
  return field(options, { type: String, format: 'date-time' }, [Validate(InstantConstraint), ...tenseOf(options)]);
}

/** One of `values`. */
export function EnumField(values: readonly string[], options: FieldOptions = {}): Decorate {
  return field(options, { enum: [...values] }, [IsIn([...values], { message: `must be one of ${values.join(', ')}` })]);
}

/** A whole number between `min` and `max`, also when it comes as a query text. */
export function IntegerField(options: FieldOptions & { min: number; max: number }): Decorate {
  const { min, max } = options;
  return field(options, { type: 'integer', minimum: min, maximum: max }, [
    fromText(),
    IsInt({ message: 'must be a whole number' }),
    Min(min, { message: `must be at least ${min}` }),
    Max(max, { message: `must be at most ${max}` }),
  ]);
}

/** A number between `min` and `max`, also when it comes as a query text. */
export function NumberField(options: FieldOptions & { min: number; max: number }): Decorate {
  const { min, max } = options;
  return field(options, { type: 'number', minimum: min, maximum: max }, [
    fromText(),
    IsNumber({ allowInfinity: false, allowNaN: false }, { message: 'must be a number' }),
    Min(min, { message: `must be at least ${min}` }),
    Max(max, { message: `must be at most ${max}` }),
  ]);
}

/** True or false, also as the texts 'true' and 'false'. */
export function BooleanField(options: FieldOptions = {}): Decorate {
  return field(options, { type: Boolean }, [
    Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value)),
    IsBoolean({ message: 'must be true or false' }),
  ]);
}

/** A UUID of any version. */
export function IdField(options: FieldOptions = {}): Decorate {
  return field(options, { type: String, format: 'uuid' }, [IsUUID('all', { message: 'must be a UUID' })]);
}

/** An e-mail address. */
export function EmailField(options: FieldOptions = {}): Decorate {
  return field(options, { type: String, format: 'email', maxLength: 254 }, [
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value)),
    isText(),
    MaxLength(254, { message: 'must have at most 254 characters' }),
    IsEmail({}, { message: 'must be an e-mail address' }),
  ]);
}

/** An object with fields of its own. */
export function NestedField(type: () => new () => object, options: FieldOptions = {}): Decorate {
  // Nest takes a function for a type that is not there yet by its name, which must be `type`.
  return field(options, { type: () => type() }, [
    IsObject({ message: 'must be an object' }),
    ValidateNested({ message: 'must be an object' }),
    Type(type),
  ]);
}

/** A number in a query string is a text; an empty text is no number. */
function fromText(): Decorate {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value)) ? Number(value) : value,
  );
}

function tenseOf({ hasHappened = false }: TenseOptions): Decorate[] {
  return hasHappened ? [Validate(NotInTheFutureConstraint)] : [];
}

function field(options: FieldOptions, api: ApiPropertyOptions, checks: readonly Decorate[]): Decorate {
  const { optional = false, nullable = false, description } = options;
  const presence: Decorate[] = nullable
    ? [optional ? IsOptional() : ValidateIf((_object, value) => value !== null)]
    : optional
      ? [ValidateIf((_object, value) => value !== undefined)]
      : [];
  const says = {
    ...api,
    required: !optional,
    ...(nullable ? { nullable } : {}),
    ...(description ? { description } : {}),
  } as ApiPropertyOptions;
  const property = Described(({ ApiProperty }) => ApiProperty(says));
  return applyDecorators(property, ...presence, ...checks);
}
