import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { CACHED_RULE, type CachedRule } from './cached-rule.js';
import { CachedInterceptor } from './cached.interceptor.js';

/**
 * Answers a GET from finished bytes where it can, with `ETag`, `X-Cache` and `Server-Timing`. The handler returns a `LoadedBody<View>`: the
 * body, and the version of the tag that its own snapshot saw. Access is checked before (by the guard) and the event is audited
 * as for any other answer.
 *
 *     @Cached({ kind: 'summary', ttlSeconds: 300, vary: ['role'] })
 */
export function Cached(rule: CachedRule): MethodDecorator {
  return applyDecorators(SetMetadata(CACHED_RULE, Object.freeze(rule)), UseInterceptors(CachedInterceptor));
}
