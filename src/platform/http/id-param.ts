import { Param, ParseUUIDPipe } from '@nestjs/common';
import { notFound } from './problem.js';

/** A route parameter that is a UUID; anything else names nothing, hence 404. */
export function IdParam(name: string): ParameterDecorator {
  return Param(name, new ParseUUIDPipe({ exceptionFactory: () => notFound() }));
}
