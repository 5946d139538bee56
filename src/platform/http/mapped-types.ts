import type { Type } from '@nestjs/common';
import * as mapped from '@nestjs/mapped-types';
import { describeLater } from './docs/described.js';

/** `source` with every field optional, checked as it was where it is given; see {@link describedAs}. */
export function PartialType<T>(source: Type<T>, options: { skipNullProperties?: boolean } = {}): Type<Partial<T>> {
  return describedAs(mapped.PartialType(source, options), (swagger) => swagger.PartialType(source, options));
}

/** `source` without the fields named. */
export function OmitType<T, K extends keyof T>(source: Type<T>, keys: readonly K[]): Type<Omit<T, K>> {
  return describedAs(mapped.OmitType(source, keys), (swagger) => swagger.OmitType(source, keys));
}

/** The fields of both. */
export function IntersectionType<A, B>(a: Type<A>, b: Type<B>): Type<A & B> {
  return describedAs(mapped.IntersectionType(a, b) as Type<A & B>, (swagger) => swagger.IntersectionType(a, b));
}

/** Lets the document say of `made` what `@nestjs/swagger` would note of a type that it had made itself. */
function describedAs<T extends Type<unknown>>(
  made: T,
  bySwagger: (swagger: typeof import('@nestjs/swagger')) => Type<unknown>,
): T {
  describeLater((swagger) => {
    const { API_MODEL_PROPERTIES_ARRAY: names, API_MODEL_PROPERTIES: property } = swagger.DECORATORS;
    const noted = bySwagger(swagger).prototype as object;
    const listed = Reflect.getMetadata(names, noted) as string[];
    Reflect.defineMetadata(names, listed, made.prototype as object);
    for (const name of listed.map((entry) => entry.slice(1)))
      Reflect.defineMetadata(property, Reflect.getMetadata(property, noted, name), made.prototype as object, name);
  });
  return made;
}
