import type { RequestContext } from '../../http/request-context.js';
import type { CachedRule, Vary } from './cached-rule.js';

/** The parts of a request that name its answer. */
export interface Identifiable {
  readonly params: unknown;
  readonly query: unknown;
}

/** Whose version makes the answer stale, and that version as the access check saw it. */
export interface Subject {
  readonly tag: string;
  readonly version: string;
}

const BY_TIME: Subject = { tag: 'time', version: '0' };

/** @throws Error when the route has no such subject, which is a mistake in its declaration */
export function subjectOf(rule: CachedRule, context: RequestContext): Subject {
  switch (rule.tag ?? 'patient') {
    case 'patient':
      if (!context.patient) throw new Error(`${context.route} is cached by patient but its access rule names none.`);
      return { tag: context.patient.id, version: context.patient.version };
    case 'organization':
      if (!context.actor || context.organizationVersion === undefined) {
        throw new Error(`${context.route} is cached by organization but open to callers without one.`);
      }
      return { tag: context.actor.organizationId, version: context.organizationVersion };
    case 'time':
      return BY_TIME;
  }
}

/**
 * Names an answer among all: route, parameters, query in a fixed order, and what it varies by. Each part is preceded by its length, so
 * that no two requests share a name. It never leaves the process but as an HMAC.
 */
export function identityOf(rule: CachedRule, request: Identifiable, context: RequestContext): string {
  let identity = `${rule.kind} ${context.route}`;
  const params = request.params as Record<string, string>;
  for (const name in params) identity += part(params[name] ?? '');
  const query = request.query as Record<string, string | string[]>;
  for (const name of Object.keys(query).sort()) {
    identity += `?${part(name)}`;
    for (const value of [query[name] ?? ''].flat()) identity += part(value);
  }
  for (const vary of rule.vary ?? []) identity += part(variant(vary, context));
  if (rule.tag === 'organization') identity += part(context.actor?.organizationId ?? '');
  return identity;
}

function variant(vary: Vary, { actor }: RequestContext): string {
  if (!actor) return '';
  if (vary === 'role') return actor.role;
  return vary === 'organization' ? actor.organizationId : actor.userId;
}

function part(text: string): string {
  return `|${text.length}:${text}`;
}
