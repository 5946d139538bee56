import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { INVALIDATES_RULE, type InvalidatesRule } from './invalidates-rule.js';
import { InvalidatesCacheInterceptor } from './invalidates-cache.interceptor.js';

/**
 * Runs the handler in one unit of work and raises the patient's version in it, so that every cached answer about the patient is
 * stale exactly when the write is visible; then the version of its organization and those above, before the answer. There is
 * one version per patient and not per kind of data: a visit changes the summary, the lists and growth alike, and a write to a patient is
 * rare beside reads of others.
 */
export function InvalidatesCache(rule: InvalidatesRule = {}): MethodDecorator {
  return applyDecorators(
    SetMetadata(INVALIDATES_RULE, Object.freeze(rule)),
    UseInterceptors(InvalidatesCacheInterceptor),
  );
}
