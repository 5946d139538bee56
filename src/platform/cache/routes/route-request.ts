import type { RequestContext } from '../../http/request-context.js';
import type { CacheRequest } from '../tiered-cache.js';
import { CACHED_RULE, type CachedRule } from './cached-rule.js';
import { identityOf } from './cache-identity.js';

/** A `@Cached` GET of one patient, as its controller declares it. */
export interface PatientRoute {
  readonly controller: abstract new (...args: never[]) => object;
  readonly method: string;
  /** Its whole pattern, prefix included; its one parameter is `patientId`. */
  readonly pattern: string;
}

/**
 * What the cache is asked when somebody opens `route` for this patient without a query: for those who fill the cache ahead.
 *
 * @throws Error when the route is not cached, or its answers vary by who asks
 */
export function requestOfRoute(route: PatientRoute, patientId: string, version: string): CacheRequest {
  const handler = (route.controller.prototype as Record<string, object | undefined>)[route.method];
  const rule = handler && (Reflect.getMetadata(CACHED_RULE, handler) as CachedRule | undefined);
  if (!rule?.ttlSeconds || rule.vary || (rule.tag ?? 'patient') !== 'patient') {
    throw new Error(`${route.pattern} is not cached by patient for a time of its own.`);
  }
  const context = { route: route.pattern } as RequestContext;
  return {
    kind: rule.kind,
    tag: patientId,
    version,
    identity: identityOf(rule, { params: { patientId }, query: {} }, context),
    ttlMs: 1000 * rule.ttlSeconds,
    isCostly: false,
    staleOnError: false,
  };
}
